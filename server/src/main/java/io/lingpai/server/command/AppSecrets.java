package io.lingpai.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an app's secrets are read from. */
final class AppSecrets {

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "the file that holds the app's secret; - for the standard input")
  private @Nullable String secretFile;

  @Option(
      names = "--secret-env",
      paramLabel = "NAME",
      description = "the environment variable that holds the app's secret")
  private @Nullable String secretVariable;

  @Option(
      names = "--callback-token-file",
      paramLabel = "FILE",
      description = "the file that holds the callback's token")
  private @Nullable String tokenFile;

  @Option(
      names = "--callback-token-env",
      paramLabel = "NAME",
      description = "the environment variable that holds the callback's token")
  private @Nullable String tokenVariable;

  @Option(
      names = "--callback-aes-key-file",
      paramLabel = "FILE",
      description = "the file that holds the callback's AES key")
  private @Nullable String aesKeyFile;

  @Option(
      names = "--callback-aes-key-env",
      paramLabel = "NAME",
      description = "the environment variable that holds the callback's AES key")
  private @Nullable String aesKeyVariable;

  /**
   * Adds them to the fields of the native API.
   *
   * @param field what this platform calls the secret
   * @param needed whether somebody who gave none is asked for it
   */
  void addTo(ObjectNode fields, String field, boolean needed, Terminal terminal) {
    if (Stream.of(secretFile, tokenFile, aesKeyFile).filter("-"::equals).count() > 1) {
      throw new WronglyUsed("only one secret can come from the standard input");
    }
    SecretSource secret = new SecretSource("secret", secretFile, secretVariable);
    if (needed) {
      fields.put(field, secret.required(terminal));
    } else {
      secret.given(terminal).ifPresent(value -> fields.put(field, value));
    }
    new SecretSource("callback-token", tokenFile, tokenVariable)
        .given(terminal)
        .ifPresent(value -> fields.withObject("/callback").put("token", value));
    new SecretSource("callback-aes-key", aesKeyFile, aesKeyVariable)
        .given(terminal)
        .ifPresent(value -> fields.withObject("/callback").put("aes_key", value));
  }

  /**
   * What a platform calls the secret of an app.
   *
   * @param ofACompany the app has a company's id in place of a key of its own
   */
  static String field(String platform, boolean ofACompany) {
    if (platform.equals("dingtalk") && ofACompany) {
      return "corp_secret";
    }
    return platform.startsWith("dingtalk") || platform.startsWith("feishu")
        ? "app_secret"
        : "secret";
  }
}
