package io.lingpai.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What WeChat's answers mean to whoever asked for a credential. */
public final class Outcomes {

  /** Longer than any token seen, and than the 512 characters that WeChat asks to reserve. */
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,2048}");

  /** WeChat promises 7,200 at most; beyond this, something else has answered. */
  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();

  private Outcomes() {}

  public static final String NO_VALUE = "the answer holds no usable value and life";

  public static Optional<Issuance> issued(JsonNode json, String field) {
    JsonNode value = json.path(field);
    OptionalLong life = Answer.number(json.path("expires_in"));
    boolean usable =
        value.isTextual()
            && VALUE.matcher(value.textValue()).matches()
            && life.isPresent()
            && life.getAsLong() > 0
            && life.getAsLong() <= LONGEST_LIFE;
    return usable
        ? Optional.of(
            new Issuance.Issued(Secret.of(value.textValue()), Duration.ofSeconds(life.getAsLong())))
        : Optional.empty();
  }

  /** A text that can be a token, if there is one in a field. */
  public static Optional<Secret> value(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() && VALUE.matcher(value.textValue()).matches()
        ? Optional.of(Secret.of(value.textValue()))
        : Optional.empty();
  }

  /** It answered as if it had issued something: whatever was current may be so no longer. */
  public static Issuance notAToken() {
    return new Issuance.Unknown(network(NO_VALUE));
  }

  public static VendorError network(String why) {
    return new VendorError(
        "",
        why,
        new Advice(
            "Check that this machine reaches WeChat (`lingpai doctor`); it is asked again by"
                + " itself.",
            "请检查本机到微信的网络（`lingpai doctor`），系统会自动重试。"),
        null);
  }

  /** What follows from a code. */
  public static Issuance refused(int code, String cleanMessage) {
    ErrorTable.Line entry = WechatErrors.of(code);
    VendorError error = WechatErrors.error(code, cleanMessage);
    return switch (entry.sort()) {
      case TRANSIENT -> new Issuance.Unavailable(error);
      case QUOTA -> new Issuance.QuotaSpent(error, entry.askAgainIn());
      case RISK -> new Issuance.RiskPending(error, entry.askAgainIn());
      case CREDENTIAL_DEAD, FAULT, USER -> new Issuance.Refused(error, entry.askAgainIn());
    };
  }

  public static VendorError noSecret() {
    return new VendorError(
        "", "the app has no secret", new Advice("Set the app's secret.", "请设置 AppSecret。"), null);
  }
}
