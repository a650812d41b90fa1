package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lingpai key …}: the API keys. */
@Command(name = "key", description = "Creates, lists and revokes API keys.")
final class KeyCommands {

  private final Terminal terminal;

  KeyCommands(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      name = "create",
      description = "Creates a key. It is shown now and never again: only a hash of it is kept.")
  int create(
      @Parameters(paramLabel = "NAME", description = "whose key it is, for people to read")
          String name,
      @Option(
              names = "--grant",
              required = true,
              split = ",",
              paramLabel = "GRANT",
              description =
                  "what it may do: read, renew, sign, proxy, login, decrypt, followers, directory or"
                      + " authorize, each with `:app`, or watch or admin; may be repeated")
          List<String> grants,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "how long it lives, such as 12h or 90d (default: for ever)")
          @Nullable String expiresIn,
      @Option(
              names = "--wire-tokens",
              paramLabel = "SORT",
              description = "what SDKs get for a token with this key: virtual or real")
          @Nullable String wireTokens,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    ObjectNode fields = Connection.object().put("name", name);
    ArrayNode array = fields.putArray("grants");
    grants.forEach(array::add);
    if (expiresIn != null) {
      fields.put("expires_in", expiresIn);
    }
    if (wireTokens != null) {
      fields.put("wire_tokens", wireTokens);
    }
    JsonNode made = server.connect(terminal).post(Connection.path("keys"), fields);
    if (output.json()) {
      OutputOption.printJson(terminal.out(), made);
      return 0;
    }
    Table.ofPairs()
        .row("id", made.path("id").asText())
        .row("name", made.path("name").asText())
        .row("grants", texts(made.path("grants")))
        .row("expires", made.hasNonNull("expires_at") ? made.path("expires_at").asText() : "never")
        .row("key", made.path("key").asText())
        .print(terminal.out());
    terminal
        .err()
        .println(terminal.say("Keep the key now: it cannot be shown again.", "请立即保存密钥：之后无法再次显示。"));
    return 0;
  }

  @Command(name = "list", description = "Lists the keys, without what makes them open anything.")
  int list(@Mixin OutputOption output, @Mixin ServerOptions server) {
    ObjectNode keys = server.connect(terminal).all(Connection.path("keys"), "keys");
    if (output.json()) {
      OutputOption.printJson(terminal.out(), keys);
      return 0;
    }
    Table table = new Table("ID", "NAME", "STATE", "EXPIRES", "LAST USED", "GRANTS");
    for (JsonNode key : keys.path("keys")) {
      table.row(
          key.path("id").asText(),
          key.path("name").asText(),
          key.hasNonNull("revoked_at") ? "revoked" : "active",
          key.hasNonNull("expires_at") ? key.path("expires_at").asText() : "never",
          key.hasNonNull("last_used_at") ? key.path("last_used_at").asText() : "never",
          texts(key.path("grants")));
    }
    table.print(terminal.out());
    return 0;
  }

  @Command(name = "revoke", description = "Ends a key. It is dead on every node within seconds.")
  int revoke(
      @Parameters(paramLabel = "ID", description = "its id, as `key list` shows it") String id,
      @Mixin ServerOptions server) {
    server.connect(terminal).delete(Connection.path("keys", id));
    terminal.out().println(terminal.say("revoked: ", "已吊销：") + id);
    return 0;
  }

  private static String texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return String.join(" ", texts);
  }
}
