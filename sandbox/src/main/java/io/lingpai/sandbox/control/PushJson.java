package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.http.Json;
import java.util.Locale;

/** Pushes as the control API spells them. */
final class PushJson {
  private PushJson() {}

  static ObjectNode write(Delivery delivery, boolean reveal) {
    ObjectNode json =
        Json.object()
            .put("number", delivery.number())
            .put("at", delivery.at().toString())
            .put("account", delivery.push().account())
            .put("kind", delivery.push().kind())
            .put("url", delivery.push().callback().url())
            .put("outcome", delivery.outcome().name().toLowerCase(Locale.ROOT));
    ObjectNode fields = json.putObject("fields");
    delivery
        .push()
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Number number) {
                fields.put(name, number.longValue());
              } else {
                String text = String.valueOf(value);
                fields.put(name, reveal ? text : Mask.ifSecret(name, text));
              }
            });
    ArrayNode attempts = json.putArray("attempts");
    delivery
        .attempts()
        .forEach(
            one ->
                attempts
                    .addObject()
                    .put("at", one.at().toString())
                    .put("millis", one.millis())
                    .put("status", one.status())
                    .put("said", one.said()));
    ObjectNode reply = json.putObject("reply");
    delivery.reply().forEach(reply::put);
    if (!delivery.trouble().isEmpty()) {
      json.put("trouble", delivery.trouble());
    }
    return json;
  }
}
