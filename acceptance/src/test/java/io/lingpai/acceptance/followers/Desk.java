package io.lingpai.acceptance.followers;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.Caller.Answer;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.util.List;
import java.util.Map;

/** Somebody who asks one server about followers. */
final class Desk implements AutoCloseable {

  static final String TOKEN = "tokenOfTheShop";
  static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

  private final Caller caller;

  Desk(String base) {
    this.caller = new Caller(base);
  }

  String base() {
    return caller.base();
  }

  Answer get(String path) throws Exception {
    return get(Caller.ADMIN, path);
  }

  Answer get(String key, String path) throws Exception {
    return caller.get(key, path);
  }

  Answer post(String path, Object body) throws Exception {
    return caller.post(Caller.ADMIN, path, body);
  }

  String key(String... grants) throws Exception {
    return caller.key(grants);
  }

  /** Adds an account that is told of by callbacks. */
  void add(String name, WeChatApp app) throws Exception {
    caller.add(
        name,
        app,
        Map.of(
            "keep",
            List.of(),
            "callback",
            Map.of("token", TOKEN, "aes_key", AES_KEY, "mode", "secure")));
  }

  void remove(String name) throws Exception {
    Answer answer = caller.delete(Caller.ADMIN, "/api/v1/apps/" + name);
    if (answer.status() / 100 != 2) {
      throw new AssertionError(answer);
    }
  }

  /** The path where the import can be watched. */
  String beginImport(String app) throws Exception {
    return Caller.expect(202, post("/api/v1/apps/" + app + "/follower-imports", Map.of()))
        .location();
  }

  JsonNode following(String unionid) throws Exception {
    return Caller.expect(200, get("/api/v1/followers?unionid=" + unionid)).json();
  }

  @Override
  public void close() {
    caller.close();
  }
}
