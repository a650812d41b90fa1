package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lingpai token …}: one credential, read or renewed. */
@Command(name = "token", description = "Reads or renews one credential.")
final class TokenCommands {

  private static final String REVEAL = "print the value too";
  private static final String APP = "the app's name";
  private static final String KIND = "such as access_token or jsapi_ticket";

  private final Terminal terminal;

  TokenCommands(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      name = "show",
      description = "Shows a credential, obtaining it where there is none; its value only on wish.")
  int show(
      @Parameters(paramLabel = "APP", description = APP) String app,
      @Parameters(paramLabel = "KIND", description = KIND) String kind,
      @Option(names = "--reveal", description = REVEAL) boolean reveal,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    JsonNode answer =
        server.connect(terminal).get(Connection.path("apps", app, "credentials", kind));
    print(answer, reveal, output);
    return 0;
  }

  @Command(
      name = "renew",
      description = {
        "Renews a credential.",
        "With a rejected value this is the passive refresh: it renews only if that value is still"
            + " the current one and the vendor calls it dead. Without one an administrator's key"
            + " renews at once; WeChat allows that 20 times a day."
      })
  int renew(
      @Parameters(paramLabel = "APP", description = APP) String app,
      @Parameters(paramLabel = "KIND", description = KIND) String kind,
      @Option(
              names = "--rejected-file",
              paramLabel = "FILE",
              description =
                  "the file that holds the value the vendor rejected; - for the standard input")
          @Nullable String rejectedFile,
      @Option(
              names = "--rejected-env",
              paramLabel = "NAME",
              description = "the environment variable that holds the value the vendor rejected")
          @Nullable String rejectedVariable,
      @Option(names = "--reveal", description = REVEAL) boolean reveal,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    ObjectNode fields = Connection.object();
    new SecretSource("rejected", rejectedFile, rejectedVariable)
        .given(terminal)
        .ifPresent(value -> fields.put("rejected", value));
    JsonNode answer =
        server
            .connect(terminal)
            .post(Connection.path("apps", app, "credentials", kind, "renewals"), fields);
    print(answer, reveal, output);
    return 0;
  }

  private void print(JsonNode answer, boolean reveal, OutputOption output) {
    if (answer instanceof ObjectNode object && !reveal) {
      object.remove("value");
    }
    if (output.json()) {
      OutputOption.printJson(terminal.out(), answer);
      return;
    }
    Table pairs = Table.ofPairs();
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      pairs.row(field.getKey(), field.getValue().asText());
    }
    pairs.print(terminal.out());
  }
}
