package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A third-party platform as it stands at the start: {@code WeChatComponent.of("wx…",
 * "…").calledBackAt(eventUrl, messageUrl, token, aesKey)}.
 *
 * @param name for people; the app id where none is given
 * @param life how long its tokens and those of its authorizers live; every other interval of the
 *     platform shrinks with it. Null: two hours, divided by the sandbox's speed
 * @param events where tickets and authorizations are pushed to; null: nowhere
 * @param messages where messages of authorizers are pushed to, {@code $APPID$} standing for the
 *     account; null: nowhere
 * @param whitelist addresses that may call; empty: any
 * @param startingDomain the one host from whose pages the authorization page may be opened; null:
 *     any
 * @param returnDomain the one host that authorizations may return to; null: any
 * @param rotates whether every refresh gives a new refresh token and ends the old one
 */
public record WeChatComponent(
    String appid,
    String secret,
    String name,
    @Nullable Duration life,
    @Nullable Callback events,
    @Nullable Callback messages,
    Set<String> whitelist,
    @Nullable String startingDomain,
    @Nullable String returnDomain,
    boolean rotates) {

  public WeChatComponent {
    if (!appid.matches("wx[0-9a-f]{16}")) {
      throw new IllegalArgumentException(
          "appid: " + appid + " (expected: wx and 16 hexadecimal digits in lower case)");
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("secret: blank (expected: 32 hexadecimal digits)");
    }
    if (life != null && life.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("life: " + life + " (expected: a second or more)");
    }
    whitelist = Set.copyOf(whitelist);
  }

  public static WeChatComponent of(String appid, String secret) {
    return new WeChatComponent(appid, secret, appid, null, null, null, Set.of(), null, null, false);
  }

  public WeChatComponent named(String called) {
    return new WeChatComponent(
        appid,
        secret,
        called,
        life,
        events,
        messages,
        whitelist,
        startingDomain,
        returnDomain,
        rotates);
  }

  public WeChatComponent living(Duration tokenLife) {
    return new WeChatComponent(
        appid,
        secret,
        name,
        tokenLife,
        events,
        messages,
        whitelist,
        startingDomain,
        returnDomain,
        rotates);
  }

  /** Platforms know one mode, secure, and one format, XML. */
  public WeChatComponent calledBackAt(
      String eventUrl, String messageUrl, String token, String aesKey) {
    return new WeChatComponent(
        appid,
        secret,
        name,
        life,
        Callback.secure(eventUrl, token, aesKey),
        Callback.secure(messageUrl, token, aesKey),
        whitelist,
        startingDomain,
        returnDomain,
        rotates);
  }

  public WeChatComponent whitelisting(String... addresses) {
    return new WeChatComponent(
        appid,
        secret,
        name,
        life,
        events,
        messages,
        Set.of(addresses),
        startingDomain,
        returnDomain,
        rotates);
  }

  public WeChatComponent between(@Nullable String startingHost, @Nullable String returnHost) {
    return new WeChatComponent(
        appid, secret, name, life, events, messages, whitelist, startingHost, returnHost, rotates);
  }

  public WeChatComponent rotating() {
    return new WeChatComponent(
        appid, secret, name, life, events, messages, whitelist, startingDomain, returnDomain, true);
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "WeChatComponent[" + appid + " " + name + "]";
  }
}
