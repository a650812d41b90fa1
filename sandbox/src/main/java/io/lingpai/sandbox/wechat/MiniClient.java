package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The mini program on its users' phones: what {@code wx.getUserProfile} and the phone number button
 * bring, made with the user's session key of this moment.
 */
public final class MiniClient {
  private static final String OTHER_APP = "wx00000000000000ff";
  private static final Duration OLD = Duration.ofHours(1);

  private final World world;
  private final Users users;

  MiniClient(World world, Users users) {
    this.world = world;
    this.users = users;
  }

  /** What the user lets be known, truly. */
  public ClientData profile(String openid) {
    return profile(openid, ClientData.Lie.NONE);
  }

  public ClientData profile(String openid, ClientData.Lie lie) {
    return users.with(
        openid,
        (app, user, now) -> {
          ObjectNode raw = raw(user);
          ObjectNode whole = Json.object();
          whole.put(
              "openId", lie == ClientData.Lie.OTHER_PERSON ? "o" + "0".repeat(27) : user.openid);
          whole.setAll(raw);
          if (app.openPlatform != null) {
            whole.put("unionId", app.followers.unionidTold(user, app.openPlatform));
          }
          return made(app, user, now, Json.write(raw), whole, lie);
        });
  }

  /** The user's phone number, as the button brought it before it brought codes. */
  public ClientData phone(String openid, ClientData.Lie lie) {
    return users.with(openid, (app, user, now) -> made(app, user, now, "{}", phone(user), lie));
  }

  /** The code that the phone number button brings. */
  public String sharesPhoneNumber(String openid) {
    return users.with(
        openid,
        (app, user, now) ->
            world.codes.issue(
                world.values, new UserCodes.Issued(app, openid, UserCodes.PHONE, now)));
  }

  /** From now on the user calls himself so. */
  public void isCalled(String openid, String nickname, @Nullable String avatar) {
    users.with(
        openid,
        (app, user, now) -> {
          user.shownName = nickname;
          user.avatar = avatar == null ? user.avatar : avatar;
          return user;
        });
  }

  static ObjectNode phone(Followers.User user) {
    String number = "1380000%04d".formatted(user.number % 10_000);
    return Json.object()
        .put("phoneNumber", number)
        .put("purePhoneNumber", number)
        .put("countryCode", "86");
  }

  private static ObjectNode raw(Followers.User user) {
    return Json.object()
        .put("nickName", user.shownName)
        .put("gender", 0)
        .put("language", "zh_CN")
        .put("city", "")
        .put("province", "")
        .put("country", "")
        .put("avatarUrl", user.avatar);
  }

  private ClientData made(
      App app, Followers.User user, Instant now, String raw, ObjectNode whole, ClientData.Lie lie) {
    boolean otherKey = lie == ClientData.Lie.OTHER_KEY;
    String key = otherKey ? world.values.sessionKey() : user.sessionKey(world.values);
    long second = (lie == ClientData.Lie.OLD ? now.minus(OLD) : now).getEpochSecond();
    whole
        .putObject("watermark")
        .put("timestamp", second)
        .put("appid", lie == ClientData.Lie.OTHER_APP ? OTHER_APP : app.appid());
    String signed = lie == ClientData.Lie.WRONG_SIGNATURE ? raw + " " : raw;
    String plain = lie == ClientData.Lie.NO_JSON ? "nothing" : Json.write(whole);
    byte[] iv = HexFormat.of().parseHex(world.values.hex(32));
    return new ClientData(
        raw, sha1(signed + key), encrypted(key, iv, plain), Base64.getEncoder().encodeToString(iv));
  }

  private static String encrypted(String key, byte[] iv, String plain) {
    try {
      Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
      aes.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
          new IvParameterSpec(iv));
      return Base64.getEncoder()
          .encodeToString(aes.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
