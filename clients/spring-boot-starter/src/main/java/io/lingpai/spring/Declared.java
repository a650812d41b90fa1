package io.lingpai.spring;

import io.lingpai.spring.LingpaiProperties.App;
import io.lingpai.spring.LingpaiProperties.Platform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * An app as WxJava is to have it. What {@code lingpai.apps} leaves out is looked for where WxJava's
 * own starter has it, so that an application that moves over need not say it twice.
 */
record Declared(
    String name,
    String appid,
    @Nullable String token,
    @Nullable String aesKey,
    @Nullable String apiHost) {

  /**
   * All apps of a platform, in the order of the file.
   *
   * @param theirs where WxJava's starter has the one app it knows, such as {@code wx.mp}
   * @param id how its id is called there
   */
  static List<Declared> all(
      LingpaiProperties properties,
      Platform platform,
      Environment environment,
      String theirs,
      String id) {
    List<Map.Entry<String, App>> ours =
        properties.apps().entrySet().stream()
            .filter(entry -> entry.getValue().platform() == platform)
            .toList();
    // Of several we could not tell which one they mean.
    boolean alone = ours.size() == 1;
    return ours.stream()
        .map(
            entry ->
                of(
                    entry.getKey(),
                    entry.getValue(),
                    name -> alone ? environment.getProperty(theirs + "." + name) : null,
                    theirs + "." + id,
                    id))
        .toList();
  }

  private static Declared of(
      String name, App app, Theirs theirs, String theirName, String idProperty) {
    String appid = firstOf(app.appid(), theirs.property(idProperty));
    if (appid == null) {
      throw new IllegalStateException(
          "lingpai.apps."
              + name
              + ".appid: none (expected: the vendor's id of the app, here or, of a single app, as "
              + theirName
              + ")");
    }
    return new Declared(
        name,
        appid,
        firstOf(app.token(), theirs.property("token")),
        firstOf(app.aesKey(), theirs.property("aes-key")),
        app.apiHost());
  }

  private static @Nullable String firstOf(@Nullable String ours, @Nullable String theirs) {
    return ours != null ? ours : theirs;
  }

  /** Without the callback's secrets. */
  @Override
  public String toString() {
    return name + " " + appid;
  }

  private interface Theirs {
    @Nullable String property(String name);
  }
}
