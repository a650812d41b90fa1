package io.lingpai.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer was a problem (RFC 9457). {@link #slug()} tells which; the server explains
 * each under {@code /problems/<slug>} in English and Chinese.
 */
public final class LingpaiProblem extends LingpaiException {

  private static final long serialVersionUID = 1L;
  private static final int STATUS_UNAUTHENTICATED = 401;
  private static final int STATUS_NOT_ALLOWED = 403;
  private static final int STATUS_NOT_FOUND = 404;
  private static final int STATUS_TOO_MANY = 429;
  private static final int STATUS_VENDOR_REFUSED = 502;

  private final String type;
  private final int status;
  private final String detail;
  private final @Nullable String vendorCode;
  private final @Nullable String vendorMessage;
  private final @Nullable String whatToDo;
  private final @Nullable String requestId;
  private final @Nullable Long legacyCode;
  private final @Nullable Duration retryAfter;

  LingpaiProblem(int status, Fields said, @Nullable Duration retryAfter) {
    this(
        said.text("type"),
        status,
        said.orElse("detail", ""),
        said.orNull("vendor_code"),
        said.orNull("vendor_message"),
        said.orNull("what_to_do"),
        said.orNull("request_id"),
        said.numberOrNull("legacy_code"),
        retryAfter,
        null);
  }

  private LingpaiProblem(
      String type,
      int status,
      String detail,
      @Nullable String vendorCode,
      @Nullable String vendorMessage,
      @Nullable String whatToDo,
      @Nullable String requestId,
      @Nullable Long legacyCode,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message(type, status, detail, vendorCode, whatToDo, requestId), cause);
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.vendorCode = vendorCode;
    this.vendorMessage = vendorMessage;
    this.whatToDo = whatToDo;
    this.requestId = requestId;
    this.legacyCode = legacyCode;
    this.retryAfter = retryAfter;
  }

  private static String message(
      String type,
      int status,
      String detail,
      @Nullable String vendorCode,
      @Nullable String whatToDo,
      @Nullable String requestId) {
    StringBuilder message = new StringBuilder(type).append(" (").append(status).append(')');
    message.append(": ").append(detail);
    if (vendorCode != null) {
      message.append("; the vendor's code: ").append(vendorCode);
    }
    if (whatToDo != null) {
      message.append("; what to do: ").append(whatToDo);
    }
    if (requestId != null) {
      message.append("; request ").append(requestId);
    }
    return message.toString();
  }

  /** The problem's type, such as {@code /problems/vendor-refused}. */
  public String type() {
    return type;
  }

  /** The last part of the type, such as {@code vendor-refused}. */
  public String slug() {
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What was expected and what arrived. */
  public String detail() {
    return detail;
  }

  /** The vendor's own code, such as {@code 40125}; empty when the vendor was not asked. */
  public Optional<String> vendorCode() {
    return Optional.ofNullable(vendorCode);
  }

  /** The vendor's own words. */
  public Optional<String> vendorMessage() {
    return Optional.ofNullable(vendorMessage);
  }

  /** What somebody must do so that the vendor says yes. */
  public Optional<String> whatToDo() {
    return Optional.ofNullable(whatToDo);
  }

  /** The id under which the server's log has the details. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** The number that older systems used for it, for logins. */
  public Optional<Long> legacyCode() {
    return Optional.ofNullable(legacyCode);
  }

  /** When asking again makes sense, counted from the answer; empty when the server did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  public boolean worthAskingAgain() {
    return status == STATUS_TOO_MANY || (status >= 500 && status != STATUS_VENDOR_REFUSED);
  }

  /** The key, the grant, the app or the vendor's consent is gone, and with it what was cached. */
  boolean endsWhatIsKept() {
    return status == STATUS_UNAUTHENTICATED
        || status == STATUS_NOT_ALLOWED
        || status == STATUS_NOT_FOUND
        || status == STATUS_VENDOR_REFUSED;
  }

  boolean saysTheKeyIsDead() {
    return status == STATUS_UNAUTHENTICATED;
  }

  /** This node has the trouble; another may not. */
  boolean isThisNodesOwn() {
    return slug().equals("internal") || slug().equals("not-ready");
  }

  @Override
  LingpaiException again() {
    return new LingpaiProblem(
        type,
        status,
        detail,
        vendorCode,
        vendorMessage,
        whatToDo,
        requestId,
        legacyCode,
        retryAfter,
        this);
  }
}
