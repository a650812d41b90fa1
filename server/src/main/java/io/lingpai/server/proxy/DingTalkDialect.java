package io.lingpai.server.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lingpai.platform.ErrorTable.Sort;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Errand.Failure;
import io.lingpai.server.http.Request;
import io.lingpai.server.wire.DingTalkShape;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * DingTalk: a number in {@code errcode}, or beneath 88 in {@code sub_code}; from the newer host a
 * word in {@code code} and a status that is not 200.
 *
 * @param sorts what follows from a code
 */
record DingTalkDialect(DingTalkShape shape, Function<String, Sort> sorts) implements Dialect {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> TELLING = Set.of("errcode", "sub_code", "code", "status");
  private static final String GATEWAY = "88";
  private static final String SHUT_OUT = "1111";

  @Override
  public String code(int status, String beginning) {
    Map<String, String> said = outermost(beginning);
    String number = said.getOrDefault("errcode", "0");
    if (number.equals(GATEWAY) && said.containsKey("sub_code")) {
      return said.getOrDefault("sub_code", GATEWAY);
    }
    if (!number.equals("0")) {
      return number;
    }
    if (SHUT_OUT.equals(said.get("status"))) {
      return SHUT_OUT;
    }
    return status >= 400 ? said.getOrDefault("code", "").toLowerCase(Locale.ROOT) : "";
  }

  /** What a list or an object inside says of its items is not the answer's own code. */
  private static Map<String, String> outermost(String beginning) {
    Map<String, String> said = new HashMap<>();
    try (JsonParser parser = JSON.createParser(beginning)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return said;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == null) {
          return said;
        }
        if (TELLING.contains(name) && value.isScalarValue()) {
          said.put(name, parser.getText());
        }
        parser.skipChildren();
      }
    } catch (IOException cutOrOdd) {
      return said;
    }
    return said;
  }

  @Override
  public boolean saysDead(String code) {
    return !code.isEmpty() && sorts.apply(code) == Sort.CREDENTIAL_DEAD;
  }

  @Override
  public boolean provesLife(int status, String code) {
    return code.isEmpty() ? status < 400 : sorts.apply(code) == Sort.USER;
  }

  @Override
  public String code(RuntimeException refusal) {
    return Integer.toString(DingTalkShape.code(refusal));
  }

  @Override
  public Answer.Whole refused(Request request, RuntimeException refusal) {
    return shape.answer(request, refusal);
  }

  @Override
  public Answer.Whole failed(Request request, Failure how) {
    return switch (how) {
      case NOT_SENT -> shape.unanswered(200, request, "the vendor cannot be reached");
      case ANSWER_LOST ->
          shape.unanswered(504, request, "the vendor's answer was lost; it may have acted");
      case NOT_SHOWABLE ->
          shape.unanswered(504, request, "the vendor's answer cannot be passed on");
    };
  }
}
