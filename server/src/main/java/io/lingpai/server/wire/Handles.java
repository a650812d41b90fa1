package io.lingpai.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.secret.Vault.KeyedHash;
import io.lingpai.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What SDKs are given in place of accounts' refresh tokens, and may keep for as long as they like:
 * each stands for one account of one platform, and is worth nothing without a key that may call for
 * both.
 */
public final class Handles {

  private static final String PREFIX = "refreshtoken@@@lpr_";
  private static final int HASH_BYTES = 24;
  private static final String ACCOUNT = "authorizer_appid";

  private final KeyedHash hash;

  public Handles(KeyedHash hash) {
    this.hash = hash;
  }

  /**
   * The handle of an account.
   *
   * @param account the vendor's id
   */
  String of(String platform, String account) {
    byte[] whole = hash.of(("handle|" + platform + "|" + account).getBytes(StandardCharsets.UTF_8));
    return PREFIX + ExactBase64.encode(Arrays.copyOf(whole, HASH_BYTES));
  }

  boolean is(String text, String platform, String account) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8),
        of(platform, account).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A vendor's answer about accounts, with handles in place of refresh tokens. Any other token in
   * it is left out, wherever it stands.
   */
  public byte[] in(byte[] answer, String platform) {
    ObjectNode fields = Json.object(answer);
    replace(fields, platform);
    return Json.bytes(fields);
  }

  private void replace(JsonNode node, String platform) {
    switch (node) {
      case ObjectNode object -> {
        String account = object.path(ACCOUNT).asText("");
        List<String> tokens =
            object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("token"))
                .toList();
        for (String name : tokens) {
          if (name.endsWith("refresh_token") && !account.isEmpty()) {
            object.put(name, of(platform, account));
          } else {
            object.remove(name);
          }
        }
        object.forEach(child -> replace(child, platform));
      }
      case ArrayNode array -> array.forEach(child -> replace(child, platform));
      default -> {}
    }
  }
}
