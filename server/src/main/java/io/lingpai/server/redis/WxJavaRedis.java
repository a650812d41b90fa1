package io.lingpai.server.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What WxJava's storage classes have put into Redis. */
public final class WxJavaRedis implements Library {

  private static final String AUTHORIZER_TOKEN = "wechat_authorizer_access_token:";
  private static final String AUTHORIZER_REFRESH = "wechat_authorizer_refresh_token:";

  private final String official;
  private final String mini;
  private final String open;

  /**
   * @param official the prefix of official accounts' keys
   * @param mini the prefix of mini programs' keys
   * @param open the prefix of third-party platforms' keys; empty for none
   */
  public WxJavaRedis(String official, String mini, String open) {
    this.official = official;
    this.mini = mini;
    this.open = open.isEmpty() ? "" : open + ":";
  }

  @Override
  public List<Existing> of(Account account, Reader reader) {
    List<Existing> found = new ArrayList<>();
    String id = account.id();
    if (!account.component().isEmpty()) {
      String end = account.component() + ":" + id;
      add(found, reader, "access_token", open + AUTHORIZER_TOKEN + end);
      add(found, reader, "jsapi_ticket", open + "wechat_jsapi_ticket:" + end);
      add(found, reader, "wx_card_ticket", open + "wechat_card_api_ticket:" + end);
      String refresh = open + AUTHORIZER_REFRESH + end;
      reader
          .string(refresh)
          .ifPresent(it -> found.add(new Existing("access_token", refresh, it.value(), null)));
      return found;
    }
    if (account.platformApp()) {
      add(found, reader, "component_verify_ticket", open + "wechat_component_verify_ticket:" + id);
      add(found, reader, "component_access_token", open + "wechat_component_access_token:" + id);
      return found;
    }
    String start = account.mini() ? mini : official;
    add(found, reader, "access_token", start + ":access_token:" + id);
    add(found, reader, "jsapi_ticket", start + ":ticket:key:" + id + ":jsapi");
    add(found, reader, "wx_card_ticket", start + ":ticket:key:" + id + ":wx_card");
    if (account.mini() && account.alone()) {
      hash(found, reader, "access_token", "maConfig:accessToken");
      hash(found, reader, "jsapi_ticket", "maConfig:jsapiTicket");
      hash(found, reader, "wx_card_ticket", "maConfig:cardApiTicket");
    }
    return found;
  }

  private static void add(List<Existing> found, Reader reader, String kind, String key) {
    taken(found, kind, key, reader.string(key));
  }

  private static void hash(List<Existing> found, Reader reader, String kind, String key) {
    if (found.stream()
        .noneMatch(it -> it.kind().equals(kind) && it.value() != null && !it.ended())) {
      taken(found, kind, key, reader.hash(key));
    }
  }

  /** What has no life is over, for these classes as for us: none is left of it. */
  private static void taken(
      List<Existing> found, String kind, String key, Optional<Reader.Found> value) {
    value.ifPresent(
        it -> {
          Duration rest = it.rest();
          found.add(new Existing(kind, key, it.value(), rest == null ? Duration.ZERO : rest));
        });
  }

  @Override
  public Set<String> accounts(Reader reader) {
    Set<String> ids = new TreeSet<>();
    for (String start : List.of(official, mini)) {
      reader.keys(start + ":access_token:?*").forEach(key -> ids.add(last(key)));
    }
    return ids;
  }

  @Override
  public Set<String> authorizers(Reader reader) {
    Set<String> ids = new TreeSet<>();
    for (String start : List.of(AUTHORIZER_TOKEN, AUTHORIZER_REFRESH)) {
      reader.keys(open + start + "*").forEach(key -> ids.add(last(key)));
    }
    return ids;
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf(':') + 1);
  }
}
