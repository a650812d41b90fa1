package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.jdbc.JdbcStores;
import io.lingpai.platform.Platform;
import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.api.AppForm;
import io.lingpai.server.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a node would be made of, looked at without starting one: it takes no lock and changes
 * nothing, so a node may run on the same store meanwhile.
 */
public final class Inspection {

  private static final int PAGE = 500;

  private final Configuration configuration;
  private final DataFolder folder;
  private final Map<String, Platform> platforms;

  public Inspection(Configuration configuration) {
    this.configuration = configuration;
    this.folder = new DataFolder(configuration.data());
    this.platforms =
        Platforms.of(configuration).stream()
            .collect(Collectors.toUnmodifiableMap(Platform::name, Function.identity()));
  }

  public Map<String, Platform> platforms() {
    return platforms;
  }

  public Path dataFolder() {
    return folder.path();
  }

  /** Whether there is a store to look at; a database server has one or says so itself. */
  public boolean storeExists() {
    return !embedded() || Files.exists(folder.embeddedStore());
  }

  public boolean embedded() {
    return Stores.settings(configuration, folder).url().equals("embedded");
  }

  /** Whether a node may be running on the store. Of a database server only that can be said. */
  public boolean mayBeInUse() {
    return JdbcStores.mayBeInUse(Stores.settings(configuration, folder));
  }

  /** Key files that others on this machine may read. */
  public List<Path> exposedKeys() {
    return folder.exposedKeys();
  }

  /** The apps of the configuration file; what is wrong with any is added to the findings. */
  public List<App> declared(List<String> findings) {
    return DeclaredApps.read(configuration.apps(), new AppForm(platforms), findings);
  }

  /** What the store holds of apps, or only of the one that is named. */
  public Stored stored(List<String> names) throws CannotStart {
    try (JdbcStores stores =
        Stores.glance(configuration, folder, InstantSource.system(), new SecureRandom())) {
      Map<String, App> apps = new TreeMap<>();
      if (names.isEmpty()) {
        all(stores).forEach(app -> apps.put(app.name(), app));
      }
      names.forEach(name -> stores.apps().find(name).ifPresent(app -> apps.put(name, app)));
      Map<String, List<Credential>> credentials = new TreeMap<>();
      apps.keySet().forEach(name -> credentials.put(name, stores.credentials().ofApp(name)));
      return new Stored(apps, credentials, stores.credentials().now());
    } catch (StoreUnavailable | CorruptStore e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<App> all(JdbcStores stores) {
    List<App> apps = new ArrayList<>();
    List<App> page = stores.apps().list("", PAGE);
    while (!page.isEmpty()) {
      apps.addAll(page);
      page = stores.apps().list(page.getLast().name(), PAGE);
    }
    return apps;
  }

  /**
   * What a store held when it was looked at.
   *
   * @param now the store's clock
   */
  public record Stored(
      Map<String, App> apps, Map<String, List<Credential>> credentials, Instant now) {
    public Stored {
      apps = Map.copyOf(apps);
      credentials = Map.copyOf(credentials);
    }

    /** Of a store that is not there. */
    public static Stored nothing(Instant now) {
      return new Stored(Map.of(), Map.of(), now);
    }
  }
}
