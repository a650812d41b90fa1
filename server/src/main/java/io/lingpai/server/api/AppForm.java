package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Platform;
import io.lingpai.secret.Secret;
import io.lingpai.server.callback.CallbackRules;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that an app's fields must keep, whether they come by the API or from the file. */
public final class AppForm {

  /** Which field holds the vendor's id and which the secret, by the platform's first word. */
  private static final Map<String, List<String>> IDENTITY =
      Map.of(
          "wechat", List.of("appid", "secret"),
          "dingtalk", List.of("app_key", "app_secret"),
          "wecom", List.of("corp_id", "secret"),
          "feishu", List.of("app_id", "app_secret"));

  /** DingTalk's credentials of before 2018: a company's id and secret, and no app's key. */
  private static final List<String> OF_THE_COMPANY = List.of("corp_id", "corp_secret");

  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          "token_mode", Set.of("stable", "classic"),
          "callback.mode", Set.of("plain", "compatible", "secure"),
          "signature_digest", Set.of("sha-256", "sha-1"));

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern VENDOR_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,253}");

  private final Map<String, Platform> platforms;

  public AppForm(Map<String, Platform> platforms) {
    this.platforms = Map.copyOf(platforms);
  }

  /** What an app is made from. */
  public record Given(
      @Nullable String name,
      String platform,
      Map<String, String> settings,
      Map<String, Secret> secrets,
      @Nullable List<String> keep,
      List<String> signDomains) {
    public Given {
      settings = Map.copyOf(settings);
      secrets = Map.copyOf(secrets);
      keep = keep == null ? null : List.copyOf(keep);
      signDomains = List.copyOf(signDomains);
    }
  }

  /**
   * Makes an app.
   *
   * @throws Wrong naming the field
   */
  public App app(Given given, boolean declared) throws Wrong {
    Platform platform = platforms.get(given.platform());
    if (platform == null) {
      throw new Wrong(
          "platform",
          "expected one of " + String.join(", ", platforms.keySet().stream().sorted().toList()));
    }
    List<String> identity = identity(given.platform(), given.secrets().keySet());
    String idField = identity.getFirst();
    String vendorId = Optional.ofNullable(given.settings().get(idField)).orElse("");
    if (!VENDOR_ID.matcher(vendorId).matches()) {
      throw new Wrong(idField, "missing, or not letters, digits, _ and -");
    }
    if (!given.secrets().containsKey(identity.getLast())) {
      throw new Wrong(identity.getLast(), "missing");
    }
    if (identity.equals(OF_THE_COMPANY) && given.settings().containsKey("app_key")) {
      throw new Wrong("corp_secret", "is for apps that have no app_key");
    }
    String name = given.name() == null ? vendorId.toLowerCase(Locale.ROOT) : given.name();
    if (!NAME.matcher(name).matches()) {
      throw new Wrong("name", "expected 1 to 64 of a-z, 0-9 and -");
    }
    Map<String, String> settings = new HashMap<>(given.settings());
    settings.remove(idField);
    App app =
        new App(
            name,
            given.platform(),
            vendorId,
            settings,
            given.secrets(),
            given.keep(),
            given.signDomains(),
            null,
            App.State.ACTIVE,
            null,
            declared,
            1);
    check(app, platform);
    return app;
  }

  /** Checks what may also be changed later. */
  void check(App app) throws Wrong {
    Platform platform = platforms.get(app.platform());
    if (platform != null) {
      check(app, platform);
    }
  }

  private static void check(App app, Platform platform) throws Wrong {
    for (Map.Entry<String, Set<String>> choice : CHOICES.entrySet()) {
      String value = app.settings().get(choice.getKey());
      if (value != null && !choice.getValue().contains(value)) {
        throw new Wrong(
            choice.getKey(),
            "expected one of " + String.join(", ", choice.getValue().stream().sorted().toList()));
      }
    }
    List<String> kinds = platform.kinds(app).stream().map(Kind::name).toList();
    if (app.keep() != null && !kinds.containsAll(app.keep())) {
      throw new Wrong("keep", "expected some of " + String.join(", ", kinds));
    }
    Optional<CallbackRules.Finding> finding = CallbackRules.check(app);
    if (finding.isPresent()) {
      throw new Wrong(finding.get().field(), finding.get().rule());
    }
    if (!app.signDomains().stream().allMatch(domain -> DOMAIN.matcher(domain).matches())) {
      throw new Wrong("sign_domains", "expected domains without scheme, port or path");
    }
  }

  /** The field that holds an app's id at the vendor. */
  static String idField(App app) {
    return identity(app.platform(), app.secrets().keySet()).getFirst();
  }

  private static List<String> identity(String platform, Set<String> secrets) {
    if (platform.equals("dingtalk") && secrets.contains("corp_secret")) {
      return OF_THE_COMPANY;
    }
    int dash = platform.indexOf('-');
    String family = dash < 0 ? platform : platform.substring(0, dash);
    return IDENTITY.getOrDefault(family, List.of("appid", "secret"));
  }

  /** A field breaks a rule. */
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    Wrong(String field, String rule) {
      super("`" + field + "`: " + rule);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }
}
