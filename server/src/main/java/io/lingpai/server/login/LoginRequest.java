package io.lingpai.server.login;

import io.lingpai.member.Arrival;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Networks;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a service says when one of its users logs in.
 *
 * @param keyId whose API key came with it
 */
record LoginRequest(
    String app,
    String keyId,
    String code,
    @Nullable String rawData,
    @Nullable String signature,
    @Nullable String encryptedData,
    @Nullable String iv,
    @Nullable String clientIp) {

  static final int LONGEST_DATA = 256 * 1024;

  static LoginRequest ofMiniProgram(Request request) {
    Fields fields = Fields.of(request);
    String code = code(fields);
    String rawData = fields.text("raw_data", LONGEST_DATA).orElse(null);
    String signature = fields.text("signature").orElse(null);
    String encryptedData = fields.text("encrypted_data", LONGEST_DATA).orElse(null);
    String iv = fields.text("iv").orElse(null);
    together(fields, "raw_data", rawData, "signature", signature);
    together(fields, "encrypted_data", encryptedData, "iv", iv);
    String clientIp = clientIp(fields);
    fields.nothingElse();
    return new LoginRequest(
        request.variable("app"),
        request.caller(Caller.class).keyId(),
        code,
        rawData,
        signature,
        encryptedData,
        iv,
        clientIp);
  }

  static LoginRequest ofWebPage(Request request) {
    Fields fields = Fields.of(request);
    String code = code(fields);
    String clientIp = clientIp(fields);
    fields.nothingElse();
    return new LoginRequest(
        request.variable("app"),
        request.caller(Caller.class).keyId(),
        code,
        null,
        null,
        null,
        null,
        clientIp);
  }

  /**
   * By what this request is known again.
   *
   * @param purpose what is asked for: the same fields may ask for several things
   */
  Arrival.Request identity(String purpose) {
    return new Arrival.Request(
        Hashes.of(purpose, app, keyId, code, rawData, signature, encryptedData, iv, clientIp),
        codeHash(app, code));
  }

  static String codeHash(String app, String code) {
    return Hashes.of("code", app, code);
  }

  /** A code that is not there has a number of its own. */
  static String code(Fields fields) {
    if (!fields.has("code") || fields.isNull("code") || fields.isEmpty("code")) {
      throw LoginProblems.codeMissing("code");
    }
    return fields.required("code");
  }

  private static void together(
      Fields fields, String one, @Nullable String first, String other, @Nullable String second) {
    if ((first == null) != (second == null)) {
      throw fields.wrong(
          first == null ? one : other, "`" + one + "` and `" + other + "` go together");
    }
  }

  private static @Nullable String clientIp(Fields fields) {
    String ip = fields.text("client_ip").orElse(null);
    if (ip != null && !Networks.isAddress(ip)) {
      throw fields.wrong("client_ip", "expected an address such as 203.0.113.7");
    }
    return ip;
  }
}
