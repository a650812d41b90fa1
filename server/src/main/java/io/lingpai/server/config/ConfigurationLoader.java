package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one configuration of the file, the environment and the flags; the later wins.
 *
 * <ol>
 *   <li>The file is read into a tree that remembers its lines.
 *   <li>Variables that name a setting are put over it, then flags.
 *   <li>Unknown keys are noted, then every setting is read by the table in {@link Keys}.
 *   <li>Whatever was noted on the way is thrown together, at the end.
 * </ol>
 */
public final class ConfigurationLoader {

  private final Map<String, String> environment;
  private final Map<String, String> flags;
  private final List<String> findings = new ArrayList<>();

  private ConfigurationLoader(Map<String, String> environment, Map<String, String> flags) {
    this.environment = environment;
    this.flags = flags;
  }

  /**
   * Loads a configuration.
   *
   * @param file the configuration file, or {@code null} for none
   * @param environment the environment's variables
   * @param flags values by dotted path
   */
  public static Loaded load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags)
      throws ConfigurationRefused {
    return new ConfigurationLoader(environment, flags).load(file);
  }

  /**
   * What came of it.
   *
   * @param effective the whole configuration as text, secrets masked
   * @param warnings what is odd, but no reason to stop
   */
  public record Loaded(Configuration configuration, String effective, List<String> warnings) {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /** The paths that may be given as flags: everything single that is not a secret. */
  public static List<Flag> flags() {
    return Keys.all().stream()
        .filter(key -> !key.secret())
        .map(
            key ->
                new Flag(
                    key.flag(),
                    key.path(),
                    key.about()
                        + (key.fallback() == null ? "" : " (default: " + key.fallback() + ")")))
        .toList();
  }

  /**
   * A setting as a flag.
   *
   * @param name with its dashes
   * @param path as in the file
   * @param about one line for people, with what holds otherwise
   */
  public record Flag(String name, String path, String about) {}

  private Loaded load(@Nullable Path file) throws ConfigurationRefused {
    Given.Mapping given = file == null ? Given.nothingSet("no file") : readFile(file);
    Variables variables = new Variables(environment);
    findings.addAll(variables.overlay(given));
    flags.forEach(
        (path, value) ->
            given.put(
                path,
                new Given.Scalar(value, new Given.Where("flag --" + path.replace('.', '-'), 0))));
    findings.addAll(new UnknownKeys(paths()).in(given, ""));

    Settings settings = new Settings(given, "", environment, findings);
    Configuration configuration = read(settings);
    if (!findings.isEmpty()) {
      throw new ConfigurationRefused(findings);
    }
    List<String> warnings = new ArrayList<>(variables.warnings());
    warnings.addAll(WithoutEffect.warnings(configuration));
    return new Loaded(configuration, EffectiveText.of(settings, configuration), warnings);
  }

  private Given.Mapping readFile(Path file) throws ConfigurationRefused {
    try {
      Given whole = YamlText.read(Files.readString(file), file.getFileName().toString());
      if (whole instanceof Given.Mapping mapping) {
        return mapping;
      }
      findings.add(whole.where() + ": expected settings, arrived something else");
    } catch (YamlText.NotYaml e) {
      findings.add(String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      findings.add("the configuration file " + file + " does not exist");
    } catch (IOException e) {
      findings.add("the configuration file " + file + " cannot be read: " + e.getMessage());
    }
    throw new ConfigurationRefused(findings);
  }

  private Configuration read(Settings settings) {
    Map<String, URI> hosts = new LinkedHashMap<>();
    Keys.HOSTS.forEach(key -> hosts.put(leaf(key), settings.require(key)));
    Map<String, Address> wireListen = new LinkedHashMap<>();
    Keys.WIRE_LISTEN.forEach(
        key -> settings.read(key).ifPresent(address -> wireListen.put(leaf(key), address)));
    return new Configuration(
        settings.require(Keys.LISTEN),
        settings.read(Keys.PUBLIC_LISTEN),
        settings.read(Keys.PUBLIC_URL),
        settings.require(Keys.DATA),
        settings.read(Keys.MASTER_KEY),
        settings.read(Keys.ADMIN_KEY),
        new Configuration.Store(
            settings.require(Keys.STORE_URL),
            settings.read(Keys.STORE_USER),
            settings.read(Keys.STORE_PASSWORD)),
        new Configuration.Redis(settings.read(Keys.REDIS_URL), RedisSettings.read(settings)),
        hosts,
        new Configuration.Renewal(
            settings.require(Keys.RENEWAL_MARGIN), settings.require(Keys.RENEWAL_JITTER)),
        new Configuration.Outbound(
            settings.require(Keys.OUTBOUND_ALLOW_PRIVATE), settings.read(Keys.OUTBOUND_PROXY)),
        settings.require(Keys.OFFLINE_GRACE),
        new Configuration.Retention(
            settings.require(Keys.RETENTION_CALLBACKS),
            settings.require(Keys.RETENTION_SESSIONS),
            settings.require(Keys.RETENTION_AUDIT)),
        new Configuration.Login(
            settings.require(Keys.LOGIN_SESSION),
            settings.require(Keys.LOGIN_SLIDING),
            settings.require(Keys.LOGIN_NICKNAME),
            settings.read(Keys.LOGIN_AVATAR),
            settings.require(Keys.LOGIN_DATA_AGE)),
        new Configuration.Followers(
            settings.require(Keys.FOLLOWERS_CALL_EVERY),
            settings.read(Keys.FOLLOWERS_RECONCILE_EVERY)),
        settings.require(Keys.WIRE_TOKENS),
        wireListen,
        alerts(settings),
        AppSettings.read(settings, findings));
  }

  static final Key<String> ALERT_TYPE =
      new Key<>(
          "type",
          Form.oneOf("dingtalk", "wecom", "feishu", "webhook", "email"),
          null,
          "dingtalk, wecom, feishu, webhook or email");
  static final Key<Secret> ALERT_URL =
      new Key<>("url", Form.SECRET, null, "where to; a robot's address is a secret");
  static final Key<Secret> ALERT_SECRET =
      new Key<>("secret", Form.SECRET, null, "what it is signed with");

  private List<Configuration.Alert> alerts(Settings settings) {
    UnknownKeys unknown =
        new UnknownKeys(List.of("type", "url", "url-file", "secret", "secret-file"));
    List<Configuration.Alert> alerts = new ArrayList<>();
    int index = 0;
    for (Given.Mapping given : settings.mappings("alerts")) {
      String prefix = "alerts[" + index++ + "].";
      findings.addAll(unknown.in(given, prefix));
      Settings one = settings.within(given, prefix);
      Optional<String> type = one.read(ALERT_TYPE);
      Optional<Secret> url = one.read(ALERT_URL);
      if (type.isEmpty() || url.isEmpty()) {
        one.wrong(type.isEmpty() ? "type" : "url", given, "missing or wrong");
        continue;
      }
      alerts.add(new Configuration.Alert(type.get(), url.get(), one.read(ALERT_SECRET)));
    }
    return alerts;
  }

  private static String leaf(Key<?> key) {
    return key.path().substring(key.path().indexOf('.') + 1);
  }

  private static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Key<?> key : Keys.all()) {
      paths.add(key.path());
      if (key.secret()) {
        paths.add(key.path() + "-file");
      }
    }
    Keys.LISTS.forEach(list -> paths.add(list.path()));
    return paths;
  }
}
