package io.lingpai.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an app is made of, apart from its secrets. */
final class AppOptions {

  @Option(
      names = "--appid",
      paramLabel = "ID",
      description = "WeChat: the app's id, as in the vendor's console")
  private @Nullable String appid;

  @Option(names = "--app-key", paramLabel = "ID", description = "DingTalk: the app's key")
  private @Nullable String appKey;

  @Option(
      names = "--app-id",
      paramLabel = "ID",
      hidden = true,
      description = "Feishu: the app's id")
  private @Nullable String appId;

  @Option(names = "--corp-id", paramLabel = "ID", description = "DingTalk: the company's id")
  private @Nullable String corpId;

  @Option(names = "--agent-id", paramLabel = "ID", description = "DingTalk: the agent's id")
  private @Nullable String agentId;

  @Option(
      names = "--token-mode",
      paramLabel = "MODE",
      description = "WeChat: stable or classic (default: stable)")
  private @Nullable String tokenMode;

  @Option(
      names = "--signature-digest",
      paramLabel = "DIGEST",
      description = "DingTalk: sha-256 or sha-1 (default: sha-256)")
  private @Nullable String signatureDigest;

  @Option(
      names = "--keep",
      paramLabel = "KIND",
      split = ",",
      description = "kinds kept warm without being asked, such as access_token,jsapi_ticket")
  private @Nullable List<String> keep;

  @Option(
      names = "--sign-domain",
      paramLabel = "DOMAIN",
      split = ",",
      description = "if given, only pages there are signed")
  private @Nullable List<String> signDomains;

  @Option(
      names = "--callback-mode",
      paramLabel = "MODE",
      description = "how the vendor's messages come: plain, compatible or secure")
  private @Nullable String callbackMode;

  /** These as fields of the native API. */
  ObjectNode fields() {
    ObjectNode fields = Connection.object();
    put(fields, "appid", appid);
    put(fields, "app_key", appKey);
    put(fields, "app_id", appId);
    put(fields, "corp_id", corpId);
    put(fields, "agent_id", agentId);
    put(fields, "token_mode", tokenMode);
    put(fields, "signature_digest", signatureDigest);
    put(fields, "keep", keep);
    put(fields, "sign_domains", signDomains);
    if (callbackMode != null) {
      fields.putObject("callback").put("mode", callbackMode);
    }
    return fields;
  }

  /** DingTalk's credentials of before 2018 have a company's id in place of an app's key. */
  boolean ofACompany() {
    return appKey == null && corpId != null;
  }

  private static void put(ObjectNode fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode array = fields.putArray(name);
      values.stream().filter(value -> !value.isEmpty()).forEach(array::add);
    }
  }
}
