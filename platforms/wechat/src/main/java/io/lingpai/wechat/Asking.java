package io.lingpai.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.Finding;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks WeChat about a person or an account, and sorts the answer by what can be done about it. */
public final class Asking {

  private final String host;
  private final Http http;

  public Asking(URI host, Http http) {
    String base = host.toString();
    this.host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
  }

  /**
   * Asks.
   *
   * @param sent what the request carried, so that it is not repeated by the vendor's words
   * @param byToken whether an app's or a platform's token came with it, whose death is then told
   *     apart
   * @param read what is asked for in a good answer; empty if it is not there
   */
  public <T> Finding<T> ask(
      String pathAndQuery,
      @Nullable String json,
      Secret[] sent,
      boolean byToken,
      Duration within,
      Function<JsonNode, Optional<T>> read) {
    URI uri = URI.create(host + pathAndQuery);
    Http.Request request = json == null ? Http.Request.get(uri) : Http.Request.post(uri, json);
    return switch (Answer.read(http.send(request, within))) {
      case Answer.Good(JsonNode body) ->
          read.apply(body)
              .<Finding<T>>map(Finding.Found::new)
              .orElseGet(() -> unavailable("the answer holds nothing of what was asked for", true));
      case Answer.Refusal(int code, String said) -> refused(code, cleaned(said, sent), byToken);
      case Answer.NoAnswer(String why) -> unavailable(why, true);
      case Answer.NotAsked(String why) -> unavailable(why, false);
    };
  }

  private static <T> Finding<T> refused(int code, String said, boolean byToken) {
    ErrorTable.Line entry = WechatErrors.of(code);
    VendorError error = WechatErrors.error(code, said);
    if (byToken && entry.sort() == ErrorTable.Sort.CREDENTIAL_DEAD) {
      return new Finding.TokenDead<>(error);
    }
    return switch (entry.sort()) {
      case USER -> new Finding.NotThisOne<>(error);
      case TRANSIENT -> new Finding.Unavailable<>(error, false);
      case QUOTA ->
          new Finding.TooMany<>(
              error, code == WechatErrors.MINUTE_QUOTA ? Duration.ofMinutes(1) : Duration.ZERO);
      case CREDENTIAL_DEAD, FAULT, RISK -> new Finding.AppRefused<>(error);
    };
  }

  public static <T> Finding<T> noSecret() {
    return new Finding.AppRefused<>(Outcomes.noSecret());
  }

  private static <T> Finding<T> unavailable(String why, boolean maybeDone) {
    return new Finding.Unavailable<>(
        new VendorError(
            "",
            why,
            new Advice(
                "Check that this machine reaches WeChat (`lingpai doctor`). If the answer was lost,"
                    + " the code may be used up: let the client obtain another.",
                "请检查本机到微信的网络（`lingpai doctor`）。如果是响应丢失，code 可能已被使用，请客户端重新获取。"),
            null),
        maybeDone);
  }

  private static String cleaned(String said, Secret... sent) {
    String clean = said;
    for (Secret secret : sent) {
      clean = VendorWords.clean(clean, secret);
    }
    return clean;
  }

  public static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() && !value.textValue().isEmpty()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
