package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything an operator decided, checked and final. */
public record Configuration(
    Address listen,
    Optional<Address> publicListen,
    Optional<URI> publicUrl,
    Path data,
    Optional<Secret> masterKey,
    Optional<Secret> adminKey,
    Store store,
    Redis redis,
    Map<String, URI> hosts,
    Renewal renewal,
    Outbound outbound,
    Duration offlineGrace,
    Retention retention,
    Login login,
    Followers followers,
    String wireTokens,
    Map<String, Address> wireListen,
    List<Alert> alerts,
    List<DeclaredApp> apps) {

  public Configuration {
    hosts = Map.copyOf(hosts);
    wireListen = Map.copyOf(wireListen);
    alerts = List.copyOf(alerts);
    apps = List.copyOf(apps);
  }

  /** Where a vendor is, by the name of {@code hosts:}. */
  public URI host(String name) {
    URI host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException("no host is called " + name);
    }
    return host;
  }

  /** The only truth. */
  public record Store(String url, Optional<String> user, Optional<Secret> password) {}

  /** The optional fan-out. */
  public record Redis(Optional<Secret> url, List<Publication> publish) {
    public Redis {
      publish = List.copyOf(publish);
    }
  }

  /**
   * A way in which values are written to Redis.
   *
   * @param prefix what keys begin with; absent for the library's own
   * @param codec how values are written
   * @param apps only these apps' values; empty for all
   * @param key the Lingpai key that the client holds, where its key names contain it
   */
  public record Publication(
      String layout,
      Optional<String> prefix,
      String codec,
      List<String> apps,
      Optional<Secret> key) {
    public Publication {
      apps = List.copyOf(apps);
    }
  }

  /** When values are renewed. */
  public record Renewal(Duration margin, Duration jitter) {}

  /** Calls that leave. */
  public record Outbound(boolean allowPrivate, Optional<URI> proxy) {}

  /** How long things are kept. */
  public record Retention(Duration callbacks, Duration sessions, Duration audit) {}

  /** What a login is like. */
  public record Login(
      Duration session,
      boolean sliding,
      String defaultNickname,
      Optional<String> defaultAvatar,
      Duration dataAge) {}

  /**
   * How followers are imported.
   *
   * @param callEvery the time between two calls of one import
   * @param reconcileEvery how often each account is compared with the vendor's list
   */
  public record Followers(Duration callEvery, Optional<Duration> reconcileEvery) {}

  /** Somebody who is told about what needs a person. */
  public record Alert(String type, Secret url, Optional<Secret> secret) {}

  /**
   * An app declared in the file. Names of settings and secrets are the native API's, in snake_case,
   * so that one set of rules checks both.
   *
   * @param line where it stands, for messages
   */
  public record DeclaredApp(
      Optional<String> name,
      String platform,
      Map<String, String> settings,
      Map<String, Secret> secrets,
      Optional<List<String>> keep,
      List<String> signDomains,
      String line) {
    public DeclaredApp {
      settings = Map.copyOf(settings);
      secrets = Map.copyOf(secrets);
      keep = keep.map(List::copyOf);
      signDomains = List.copyOf(signDomains);
    }
  }
}
