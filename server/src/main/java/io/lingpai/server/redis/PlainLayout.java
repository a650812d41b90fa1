package io.lingpai.server.redis;

import io.lingpai.server.http.Json;
import java.util.List;

/** {@code lingpai:APP:KIND}, for those who read Redis with a line of their own. */
final class PlainLayout implements Layout {

  static final String PREFIX = "lingpai";

  private final String start;
  private final boolean json;

  PlainLayout(String prefix, String codec) {
    this.start = prefix.isEmpty() ? "" : prefix + ":";
    this.json = codec.equals("json");
  }

  @Override
  public List<Entry> entries(Published published) {
    String key = start + published.app().name() + ":" + published.kind();
    return List.of(Entry.text(key, Codec.string(json ? json(published) : text(published))));
  }

  private static String text(Published published) {
    return published.value().secret().reveal();
  }

  private static String json(Published published) {
    return "{\"app\":"
        + Json.text(published.app().name())
        + ",\"kind\":"
        + Json.text(published.kind())
        + ",\"value\":"
        + Json.revealed(published.value().secret())
        + ",\"version\":"
        + published.value().version()
        + ",\"expires_at\":"
        + Json.text(published.value().expiresAt().toString())
        + "}";
  }
}
