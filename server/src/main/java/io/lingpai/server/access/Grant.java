package io.lingpai.server.access;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing a key may do: {@code action:app[/rest]}, or an action that concerns no app.
 *
 * <ul>
 *   <li>{@code read:shop/access_token}: one kind of one app
 *   <li>{@code read:shop}: all kinds; {@code read:*}: of all apps
 *   <li>{@code proxy:shop/cgi-bin/message/*}: only these paths
 *   <li>{@code read:platform.*}: all authorizers of a component, present and future
 *   <li>{@code watch}, {@code admin}
 * </ul>
 *
 * @param app a name, {@code *}, {@code component.*}, or empty for an action without an app
 * @param rest a kind or a path; {@code null} for all
 */
public record Grant(Action action, String app, @Nullable String rest) {

  private static final Pattern APP = Pattern.compile("\\*|[a-z0-9-]{1,64}(\\.\\*)?");
  private static final Pattern KIND = Pattern.compile("\\*|[a-z0-9_]{1,64}");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_./~-]{1,256}\\*?|\\*");

  /** What can be granted. */
  public enum Action {
    READ,
    RENEW,
    SIGN,
    LOGIN,
    DECRYPT,
    FOLLOWERS,
    DIRECTORY,
    PROXY,
    AUTHORIZE,
    WATCH,
    ADMIN;

    boolean concernsAnApp() {
      return this != WATCH && this != ADMIN;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads a grant.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static Grant parse(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    Action action = action(word);
    if (!action.concernsAnApp()) {
      require(colon < 0, text, "`" + word + "` stands alone");
      return new Grant(action, "", null);
    }
    require(colon >= 0, text, "`" + word + ":` is followed by an app");
    String scope = text.substring(colon + 1);
    int slash = scope.indexOf('/');
    String app = slash < 0 ? scope : scope.substring(0, slash);
    require(APP.matcher(app).matches(), text, "an app is a-z, 0-9 and -, `component.*` or `*`");
    return new Grant(
        action, app, slash < 0 ? null : rest(action, scope.substring(slash + 1), text));
  }

  private static String rest(Action action, String rest, String text) {
    switch (action) {
      case READ -> require(KIND.matcher(rest).matches(), text, "after the app comes a kind");
      case PROXY -> require(isPath(rest), text, "after the app comes a path, perhaps ending in *");
      default -> require(false, text, "only read and proxy take something after the app");
    }
    return rest;
  }

  private static boolean isPath(String rest) {
    boolean clean = !rest.startsWith("/") && !rest.contains("//") && !rest.contains("..");
    return clean && PATH.matcher(rest).matches();
  }

  private static Action action(String word) {
    for (Action action : Action.values()) {
      if (action.word().equals(word)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "no such action as in this grant (expected one of read, renew, sign, login, decrypt,"
            + " followers, directory, proxy, authorize, each with `:app`, or watch, admin)");
  }

  private static void require(boolean holds, String text, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("grant `" + text + "`: " + rule);
    }
  }

  /**
   * Whether this grant allows a need.
   *
   * @param component of the app that is needed, if it is an authorizer
   */
  boolean allows(Need need, @Nullable String component) {
    if (action == Action.ADMIN) {
      return true;
    }
    return action == need.action() && coversApp(need.app(), component) && coversRest(need.rest());
  }

  /** Whether this grant allows anything of this kind with an app, be it one path. */
  boolean concerns(Action needed, String needsApp, @Nullable String component) {
    return action == Action.ADMIN || (action == needed && coversApp(needsApp, component));
  }

  /** Whether this grant names this very path, or kind, and not merely covers it. */
  boolean names(Need need, @Nullable String component) {
    return action == need.action()
        && rest != null
        && rest.equals(need.rest())
        && coversApp(need.app(), component);
  }

  private boolean coversApp(String needed, @Nullable String component) {
    if (app.equals(needed)) {
      return true;
    }
    if (app.equals("*")) {
      return action.concernsAnApp();
    }
    return component != null
        && app.length() == component.length() + 2
        && app.startsWith(component)
        && app.endsWith(".*");
  }

  private boolean coversRest(@Nullable String needed) {
    if (rest == null || rest.equals("*")) {
      return true;
    }
    if (needed == null) {
      return false;
    }
    return rest.endsWith("*")
        ? needed.startsWith(rest.substring(0, rest.length() - 1))
        : rest.equals(needed);
  }

  @Override
  public String toString() {
    String scope = app.isEmpty() ? "" : ":" + app;
    return action.word() + scope + (rest == null ? "" : "/" + rest);
  }
}
