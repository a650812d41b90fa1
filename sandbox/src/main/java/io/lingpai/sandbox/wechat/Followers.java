package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.vendor.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users of one app. The n-th user of every app is the same person, so that apps bound to an
 * Open Platform account see one unionid for both; ids are the same in every run.
 */
final class Followers {
  private static final List<String> NAMES = List.of("王小明", "李雷", "韩梅梅", "Zhang Wei", "陈晨", "Lucy");

  static final class User {
    final String openid;
    final int number;
    final String nickname;

    /** What the user is called in a mini program, and how seen. */
    String shownName;

    String avatar;
    boolean subscribed;
    Instant subscribedAt;
    boolean blocked;
    private @Nullable String sessionKey;
    private Instant sessionKeyAt = Instant.MIN;

    Scene scene = Scene.SEARCH;

    /** How many answers to come lack the unionid. */
    int unionidWithheld;

    User(String openid, int number, String nickname, boolean subscribed, Instant at) {
      this.openid = openid;
      this.number = number;
      this.nickname = nickname;
      this.shownName = nickname;
      this.avatar = "https://thirdwx.qlogo.cn/mmopen/vi_32/" + openid + "/132";
      this.subscribed = subscribed;
      this.subscribedAt = at;
    }

    String sessionKey(Values values) {
      if (sessionKey == null) {
        sessionKey = values.sessionKey();
      }
      return sessionKey;
    }

    /** The user opens the mini program again; a key that is old enough is displaced. */
    void opens(Values values, Instant now, Duration keptAtLeast) {
      if (sessionKey == null || !now.isBefore(sessionKeyAt.plus(keptAtLeast))) {
        changeSessionKey(values, now);
      }
    }

    void changeSessionKey(Values values, Instant now) {
      sessionKey = values.sessionKey();
      sessionKeyAt = now;
    }
  }

  private final WeChatApp app;
  private final Map<String, User> users = new LinkedHashMap<>();

  Followers(WeChatApp app, Instant now) {
    this.app = app;
    for (int i = 0; i < app.followers(); i++) {
      add(true, now);
    }
  }

  User add(boolean subscribed, Instant now) {
    int number = users.size();
    String name = NAMES.get(number % NAMES.size());
    String openid = id(app.appid() + ":" + number);
    User user = new User(openid, number, name, subscribed, now);
    users.put(openid, user);
    return user;
  }

  /** One person has one id in all apps of an Open Platform account, and another in each account. */
  Optional<String> unionid(User user, @Nullable String openPlatform) {
    if (openPlatform == null) {
      return Optional.empty();
    }
    if (user.unionidWithheld > 0) {
      user.unionidWithheld--;
      return Optional.empty();
    }
    return Optional.of(unionidTold(user, openPlatform));
  }

  /** As the user's own client tells it, which withholds nothing. */
  String unionidTold(User user, String openPlatform) {
    return id("person:" + user.number + ":" + openPlatform);
  }

  Optional<User> find(String openid) {
    return Optional.ofNullable(users.get(openid));
  }

  int count() {
    return (int) users.values().stream().filter(user -> user.subscribed).count();
  }

  List<User> first(int most) {
    return users.values().stream().limit(most).toList();
  }

  List<User> all() {
    return List.copyOf(users.values());
  }

  List<String> following() {
    return users.values().stream()
        .filter(user -> user.subscribed)
        .map(user -> user.openid)
        .toList();
  }

  /** How somebody came to follow. */
  record Scene(String name, String value) {
    static final Scene SEARCH = new Scene("ADD_SCENE_SEARCH", "");

    static Scene ofCode(String value) {
      return new Scene("ADD_SCENE_QR_CODE", value);
    }

    void describe(ObjectNode told) {
      boolean number = value.matches("[0-9]{1,9}");
      told.put("subscribe_scene", name)
          .put("qr_scene", number ? Integer.parseInt(value) : 0)
          .put("qr_scene_str", number ? "" : value);
    }
  }

  static String hex(String seed) {
    return HexFormat.of().formatHex(hash(seed));
  }

  /** 28 characters that begin with {@code o}, as all of WeChat's. */
  private static String id(String seed) {
    return "o"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(hash(seed)).substring(0, 27);
  }

  private static byte[] hash(String seed) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
