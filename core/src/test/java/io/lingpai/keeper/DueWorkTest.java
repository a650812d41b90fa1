package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Invariant 8: one app's trouble is its own. */
class DueWorkTest {

  private static final int UNDER_WAY_AT_MOST = 8;
  private static final int STEPS_AT_MOST = 100_000;

  private final Queue<String> answered = new ConcurrentLinkedQueue<>();
  private final CountDownLatch neverInThisTest = new CountDownLatch(1);
  private final MemoryCredentialStore store = new MemoryCredentialStore(() -> Samples.START);
  private final Map<CredentialKey, Subject> subjects = new HashMap<>();

  @Test
  void a_vendor_that_answers_nobody_leaves_room_for_the_others() {
    for (int i = 0; i < 50; i++) {
      due("silent-" + i, "silent", Samples.START.minusSeconds(100));
    }
    due("well", "answering", Samples.START);

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Keeper keeper = keeper(executor);
      for (int i = 0; i < STEPS_AT_MOST && answered.isEmpty(); i++) {
        keeper.step();
      }
      assertThat(answered).containsExactly("well");
      neverInThisTest.countDown();
    }
  }

  private void due(String app, String platform, Instant since) {
    CredentialKey key = key(app);
    subjects.put(
        key,
        new Subject(
            key,
            App.of(app, platform, "id-" + app, Secret.of("secret")),
            Samples.classic(),
            new Answering(platform),
            null,
            List.of(),
            true));
    store.create(Credential.absent(key, since, Instant.EPOCH));
  }

  private Keeper keeper(ExecutorService executor) {
    Policy usual = Policy.DEFAULT;
    Policy narrow =
        new Policy(
            usual.renewBefore(),
            usual.spreadBy(),
            usual.leaseFor(),
            usual.answerWithin(),
            usual.listenEvery(),
            64,
            UNDER_WAY_AT_MOST,
            usual.keepWarmFor(),
            usual.aliveFor(),
            usual.lagFor(),
            usual.backOffAtMost());
    return new Keeper(
        store,
        new Holders(),
        new Known(),
        narrow,
        new Timeline(() -> Samples.START, () -> 0),
        new NoWaiting(),
        executor,
        new Random(1),
        new Fingerprints(new byte[32]),
        happening -> {},
        credential -> {});
  }

  private static CredentialKey key(String app) {
    return new CredentialKey(app, "access_token");
  }

  private static final class Holders implements CredentialStore.Holders {
    private int next;

    @Override
    public String next() {
      return "holder-" + next++;
    }
  }

  private final class Known implements Subjects {
    @Override
    public Optional<Subject> find(CredentialKey key) {
      return Optional.ofNullable(subjects.get(key));
    }

    @Override
    public List<Subject> ofApp(String app) {
      return subjects.values().stream().filter(it -> it.app().name().equals(app)).toList();
    }
  }

  private static final class NoWaiting implements Waiting {
    @Override
    public void pause(Duration forThisLong) {
      throw new AssertionError("nothing here waits");
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration atMost) {
      throw new AssertionError("nothing here waits");
    }
  }

  private void awaitTheEnd() {
    try {
      neverInThisTest.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Answering implements Platform {
    private final String name;

    Answering(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Kind> kinds(App app) {
      return List.of(Samples.classic());
    }

    @Override
    public List<String> keptByDefault(App app) {
      return List.of("access_token");
    }

    @Override
    public Issuance issue(IssueRequest request) {
      if (name.equals("silent")) {
        awaitTheEnd();
      }
      answered.add(request.app().name());
      return new Issuance.Issued(Secret.of("value"), Duration.ofHours(2));
    }

    @Override
    public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
      return new Verdict.Alive();
    }
  }
}
