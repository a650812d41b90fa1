package io.lingpai.sandbox.callback;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something WeChat has to tell.
 *
 * @param box whose pushes it belongs to: those of one box are held, doubled and delayed together
 * @param account the account it is about
 * @param kind {@code text}, {@code event.subscribe}, {@code component_verify_ticket}, …
 * @param sealedFor the app id inside the envelope
 * @param openid whose message it is; null where none of a user's
 * @param fields in order
 */
public record Push(
    String box,
    String account,
    String kind,
    Callback callback,
    String sealedFor,
    @Nullable String openid,
    Map<String, Object> fields) {
  public Push {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Whether a user waits for the answer, who may be told something in it. */
  public boolean mayBeReplied() {
    return fields.containsKey("MsgType");
  }

  /** The one field of the envelope that is not sealed. */
  Map.Entry<String, Object> addressee() {
    String name = mayBeReplied() ? "ToUserName" : "AppId";
    return Map.entry(name, Optional.ofNullable(fields.get(name)).orElse(sealedFor));
  }
}
