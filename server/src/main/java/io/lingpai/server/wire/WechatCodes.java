package io.lingpai.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** WeChat's error code, read from the beginning of its answer, and what such a code means. */
public final class WechatCodes {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<Integer> DEAD_TOKEN = Set.of(40001, 40014, 42001);

  // Said before the vendor has looked at the token.
  private static final Set<Integer> PROVES_NOTHING = Set.of(-1, -1000, 45009, 45011);

  private WechatCodes() {}

  /**
   * The code in the outermost object; 0 if there is none, as most good answers have none. What a
   * list inside says of its items is not the answer's own code.
   */
  public static int of(String beginning) {
    if (!beginning.contains("\"errcode\"")) {
      return 0;
    }
    try (JsonParser parser = JSON.createParser(beginning)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return 0;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean code = parser.currentName().equals("errcode");
        JsonToken value = parser.nextToken();
        if (code && value != null) {
          return Integer.parseInt(parser.getText());
        }
        parser.skipChildren();
      }
      return 0;
    } catch (IOException | NumberFormatException cutOrOdd) {
      return 0;
    }
  }

  public static boolean saysDead(int code) {
    return DEAD_TOKEN.contains(code);
  }

  public static boolean provesLife(int code) {
    return !saysDead(code) && !PROVES_NOTHING.contains(code);
  }
}
