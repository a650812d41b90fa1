package io.lingpai.server.problem;

import io.lingpai.credential.Advice;
import io.lingpai.credential.VendorError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One problem, as RFC 9457 would have it.
 *
 * @param sort which
 * @param detail what was expected and what arrived; never a secret
 * @param field the part of the request that is wrong
 * @param vendor what the vendor said
 * @param legacyCode the number an older system used for it
 * @param retryAfter when asking again makes sense
 */
public record Problem(
    Sort sort,
    String detail,
    @Nullable String field,
    @Nullable VendorError vendor,
    @Nullable Integer legacyCode,
    @Nullable Duration retryAfter) {

  public static Problem of(Sort sort, String detail) {
    return new Problem(sort, detail, null, null, null, null);
  }

  /** The request breaks a rule, and {@code field} is where. */
  public static Problem malformed(String field, String detail) {
    return new Problem(Sort.MALFORMED, detail, field, null, null, null);
  }

  public static Problem notFound(String detail) {
    return of(Sort.NOT_FOUND, detail);
  }

  /** The same answer for every app a key may not touch, whether or not there is such an app. */
  public static Problem notAllowed(String needed) {
    return of(Sort.NOT_ALLOWED, "the key needs the grant `" + needed + "`, which it does not have");
  }

  public Problem vendor(VendorError error) {
    return new Problem(sort, detail, field, error, legacyCode, retryAfter);
  }

  /** Under the number an older system used for it. */
  public Problem legacyCode(int code) {
    return new Problem(sort, detail, field, vendor, code, retryAfter);
  }

  public Problem retryAfter(Duration when) {
    return new Problem(sort, detail, field, vendor, legacyCode, when);
  }

  /** Ready to be thrown: the same exception type for all, because all meet HTTP in one place. */
  public Refusal refusal() {
    return new Refusal(this);
  }

  /** Whole seconds for {@code Retry-After}, never less than one. */
  public long retryAfterSeconds() {
    return retryAfter == null ? 0 : Math.max(1, (retryAfter.toMillis() + 999) / 1000);
  }

  /** The members of the JSON document, in a fixed order. */
  public Map<String, Object> members(Language language, String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "/problems/" + sort.slug());
    members.put("title", sort.words(language).title());
    members.put("status", sort.status());
    members.put("detail", detail);
    putIfThere(members, "field", field);
    if (vendor != null) {
      putIfThere(members, "vendor_code", vendor.code());
      putIfThere(members, "vendor_message", vendor.message());
      putIfThere(members, "what_to_do", advice(vendor.whatToDo(), language));
      putIfThere(members, "ip", vendor.ip());
    }
    putIfThere(members, "legacy_code", legacyCode);
    members.put("request_id", requestId);
    return members;
  }

  private String advice(Advice advice, Language language) {
    String said = language == Language.CHINESE ? advice.chinese() : advice.english();
    return said.isEmpty() ? sort.words(language).remedy() : said;
  }

  private static void putIfThere(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }
}
