package io.lingpai.server.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.problem.CorruptStore;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import io.lingpai.server.http.Json;
import io.lingpai.server.wire.ExactBase64;
import io.lingpai.server.wire.WireRefusal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Users' OAuth tokens, sealed to the key and app they were given to. Whoever takes one from a log
 * can do nothing with it anywhere else, and nothing at all once the key is revoked.
 *
 * <pre>
 * lpu_ base64url( format 1 | length 1 | key id | length 1 | app | sealed )
 * </pre>
 */
final class UserTokens {

  static final String PREFIX = "lpu_";
  private static final byte FORMAT = 1;
  private static final int LONGEST = 8 * 1024;
  private static final List<String> FIELDS =
      List.of("access_token", "refresh_token", "accessToken", "refreshToken");

  private final Vault vault;

  UserTokens(Vault vault) {
    this.vault = vault;
  }

  /** A sealed token, and what it says of itself; that is only true if it opens. */
  record Sealed(String keyId, String app, byte[] sealed) {
    @Override
    public String toString() {
      return "Sealed[" + app + "]";
    }
  }

  /** The answer with its tokens sealed; asks the store, the first time for an app. */
  byte[] sealedIn(byte[] answer, String keyId, String app) {
    ObjectNode fields = Json.object(answer);
    for (String field : FIELDS) {
      JsonNode value = fields.get(field);
      if (value != null && value.isTextual() && !value.asText().isEmpty()) {
        fields.put(field, seal(field, keyId, app, Secret.of(value.asText())));
      }
    }
    return Json.bytes(fields);
  }

  private String seal(String field, String keyId, String app, Secret token) {
    byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
    byte[] name = app.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = vault.seal(app, place(field, keyId, app), token);
    byte[] whole =
        ByteBuffer.allocate(3 + key.length + name.length + sealed.length)
            .put(FORMAT)
            .put((byte) key.length)
            .put(key)
            .put((byte) name.length)
            .put(name)
            .put(sealed)
            .array();
    return PREFIX + ExactBase64.encode(whole);
  }

  /** What a token says of itself. */
  static Sealed read(String text) {
    if (!text.startsWith(PREFIX) || text.length() > LONGEST) {
      throw WireRefusal.deadToken();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(ExactBase64.decode(text.substring(PREFIX.length())));
      if (in.get() != FORMAT) {
        throw WireRefusal.deadToken();
      }
      return new Sealed(text(in), text(in), rest(in));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw WireRefusal.deadToken();
    }
  }

  /** The vendor's token, if it was sealed for this key and app. May ask the store. */
  Secret open(String field, Sealed token) {
    try {
      return vault.open(place(field, token.keyId, token.app), token.sealed);
    } catch (CorruptStore e) {
      throw WireRefusal.deadToken();
    }
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0xff];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static String place(String field, String keyId, String app) {
    return "user-token|" + field + "|" + keyId + "|" + app;
  }
}
