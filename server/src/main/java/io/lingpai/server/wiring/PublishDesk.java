package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.redis.Published;
import io.lingpai.server.redis.Publisher;
import io.lingpai.server.registry.Registry;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Publishing to Redis, where it is configured. */
final class PublishDesk {

  private final Configuration.Redis redis;
  private final Registry registry;
  private final Metrics metrics;
  private volatile @Nullable Publisher publisher;

  PublishDesk(Configuration.Redis redis, Registry registry, Metrics metrics) {
    this.redis = redis;
    this.registry = registry;
    this.metrics = metrics;
  }

  /** A new version is there. Does not block. */
  void arrived(Credential credential) {
    Publisher running = publisher;
    if (running != null) {
      running.arrived(credential.key());
    }
  }

  /** Begins, if there is anywhere to publish to; the first round takes up what is there already. */
  Optional<AutoCloseable> start(Keeper keeper) {
    if (redis.url().isEmpty() || redis.publish().isEmpty()) {
      return Optional.empty();
    }
    Publisher started =
        new Publisher(
            redis.url().get(),
            redis.publish(),
            new Values(registry, keeper),
            keeper.timeline()::now,
            metrics.registry());
    publisher = started;
    Pulse pulse = new Pulse("redis", started::step);
    return Optional.of(
        () -> {
          pulse.close();
          started.close();
        });
  }

  /** What this node knows. Nothing that is not served is published. */
  private record Values(Registry registry, Keeper keeper) implements Publisher.Source {
    @Override
    public Collection<CredentialKey> keys() {
      return registry.apps().stream()
          .flatMap(app -> registry.ofApp(app.name()).stream())
          .filter(subject -> subject.kind().served())
          .map(Subject::key)
          .toList();
    }

    @Override
    public Optional<Published> find(CredentialKey key) {
      Subject subject = registry.find(key).orElse(null);
      Credential credential = keeper.peek(key).orElse(null);
      Value value = credential == null ? null : credential.current();
      if (subject == null || credential == null || value == null || !subject.kind().served()) {
        return Optional.empty();
      }
      App app = registry.app(key.app()).filter(App::active).orElse(null);
      if (app == null) {
        return Optional.empty();
      }
      App component = Optional.ofNullable(app.component()).flatMap(registry::app).orElse(null);
      if (app.component() != null && component == null) {
        return Optional.empty();
      }
      Partner partner = credential.partner();
      Secret secret = partner == null ? null : partner.secret();
      return Optional.of(new Published(app, component, key.kind(), value, secret));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it arrives as a new version
    public void suspect(CredentialKey key, Secret value) {
      keeper.report(key, value, Grounds.HINT).exceptionally(failure -> null);
    }
  }
}
