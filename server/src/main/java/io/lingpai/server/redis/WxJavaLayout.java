package io.lingpai.server.redis;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where WxJava's storage classes look.
 *
 * <p>Strings: {@code WxMpRedisConfigImpl}, {@code WxMaRedisBetterConfigImpl}, {@code
 * WxOpenInRedis…ConfigStorage}, {@code WxMaRedisConfigImpl}'s token; and, in Kryo's form, the
 * Redisson ones. Hashes: the other mini program classes, whose keys do not name the app.
 */
final class WxJavaLayout implements Layout {

  static final String OFFICIAL_PREFIX = "wx";
  static final String MINI_PREFIX = "wa";
  static final String HASH_PREFIX = "maConfig";

  private final @Nullable String prefix;
  private final boolean hashes;
  private final Function<String, byte[]> codec;

  WxJavaLayout(@Nullable String prefix, String codec) {
    this.prefix = prefix;
    this.hashes = codec.equals("hash");
    this.codec = codec.equals("kryo5") ? Codec::kryo5 : Codec::string;
  }

  @Override
  public List<Entry> entries(Published published) {
    if (!Layout.wechat(published)) {
      return List.of();
    }
    String name = hashes ? hash(published) : key(published);
    if (name == null) {
      return List.of();
    }
    return List.of(new Entry(name, codec.apply(published.value().secret().reveal()), hashes));
  }

  private @Nullable String hash(Published published) {
    String field =
        switch (published.kind()) {
          case "access_token" -> "accessToken";
          case "jsapi_ticket" -> "jsapiTicket";
          case "wx_card_ticket" -> "cardApiTicket";
          default -> null;
        };
    boolean fits = field != null && Layout.mini(published) && published.component() == null;
    return fits ? or(HASH_PREFIX) + ":" + field : null;
  }

  private @Nullable String key(Published published) {
    String id = published.app().vendorId();
    if (published.component() != null) {
      String start = open("wechat_");
      String end = ":" + published.component().vendorId() + ":" + id;
      return switch (published.kind()) {
        case "access_token" -> start + "authorizer_access_token" + end;
        case "jsapi_ticket" -> start + "jsapi_ticket" + end;
        case "wx_card_ticket" -> start + "card_api_ticket" + end;
        default -> null;
      };
    }
    String start = or(Layout.mini(published) ? MINI_PREFIX : OFFICIAL_PREFIX);
    return switch (published.kind()) {
      case "component_access_token" -> open("wechat_component_access_token:") + id;
      case "access_token" -> start + ":access_token:" + id;
      case "jsapi_ticket" -> start + ":ticket:key:" + id + ":jsapi";
      case "wx_card_ticket" -> start + ":ticket:key:" + id + ":wx_card";
      default -> null;
    };
  }

  private String or(String usual) {
    return prefix == null ? usual : prefix;
  }

  /** Third-party platforms have no prefix unless they set one. */
  private String open(String name) {
    return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
  }
}
