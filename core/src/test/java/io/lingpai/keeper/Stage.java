package io.lingpai.keeper;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.event.Happening;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One keeper on a store in memory, everything on this thread, the time set by hand. */
final class Stage implements Subjects, Waiting {

  final ScriptedPlatform platform = new ScriptedPlatform();
  final List<Happening> happened = new ArrayList<>();
  Instant now = Samples.START;
  final MemoryCredentialStore store = new MemoryCredentialStore(() -> now);
  final Keeper keeper;
  private final Map<CredentialKey, Subject> subjects = new HashMap<>();
  private int holders;

  Stage() {
    keeper =
        new Keeper(
            store,
            () -> "holder-" + holders++,
            this,
            Policy.DEFAULT,
            new Timeline(() -> now, () -> Duration.between(Samples.START, now).toNanos()),
            this,
            Runnable::run,
            new Random(1),
            new Fingerprints(new byte[32]),
            happened::add,
            credential -> {});
  }

  CredentialKey has(
      String app,
      Kind kind,
      boolean kept,
      @Nullable CredentialKey parent,
      CredentialKey... children) {
    CredentialKey key = new CredentialKey(app, kind.name());
    App of = App.of(app, "scripted", "id-" + app, Secret.of("secret"));
    subjects.put(key, new Subject(key, of, kind, platform, parent, List.of(children), kept));
    return key;
  }

  Credential stored(CredentialKey key) {
    return store.find(key).orElseThrow();
  }

  /** Lets time pass, one step of the keeper a second or, over long times, a minute. */
  void pass(Duration duration) {
    Instant end = now.plus(duration);
    Duration stride =
        duration.compareTo(Duration.ofMinutes(10)) > 0
            ? Duration.ofMinutes(1)
            : Duration.ofSeconds(1);
    while (now.isBefore(end)) {
      now = now.plus(stride).isAfter(end) ? end : now.plus(stride);
      keeper.step();
    }
  }

  @Override
  public Optional<Subject> find(CredentialKey key) {
    return Optional.ofNullable(subjects.get(key));
  }

  @Override
  public List<Subject> ofApp(String app) {
    return subjects.values().stream().filter(subject -> subject.key().app().equals(app)).toList();
  }

  @Override
  public void pause(Duration forThisLong) {
    now = now.plus(forThisLong);
  }

  @Override
  public boolean await(CompletableFuture<?> future, Duration atMost) {
    return future.isDone();
  }
}
