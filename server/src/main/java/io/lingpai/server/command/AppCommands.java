package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lingpai app …}: the apps whose credentials are kept. */
@Command(name = "app", description = "Adds, shows and removes the apps whose credentials are kept.")
final class AppCommands {

  private static final String NAME = "the app's name here: a-z, 0-9 and -";

  private final Terminal terminal;

  AppCommands(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      name = "add",
      description = {
        "Adds an app.",
        "Its secret is read from a file, an environment variable, the standard input or a prompt."
      })
  int add(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--platform",
              required = true,
              paramLabel = "PLATFORM",
              description = "wechat-official, wechat-mini, wechat-component or dingtalk")
          String platform,
      @Mixin AppOptions options,
      @Mixin AppSecrets secrets,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    ObjectNode fields = options.fields();
    fields.put("name", name);
    fields.put("platform", platform);
    Connection connection = server.connect(terminal);
    secrets.addTo(fields, AppSecrets.field(platform, options.ofACompany()), true, terminal);
    show(connection.post(Connection.path("apps"), fields), output);
    return 0;
  }

  @Command(name = "list", description = "Lists the apps and how they are.")
  int list(@Mixin OutputOption output, @Mixin ServerOptions server) {
    ObjectNode apps = server.connect(terminal).all(Connection.path("apps"), "apps");
    if (output.json()) {
      OutputOption.printJson(terminal.out(), apps);
      return 0;
    }
    Table table = new Table("NAME", "PLATFORM", "ID", "STATE", "CREDENTIALS", "REASON");
    for (JsonNode app : apps.path("apps")) {
      List<String> credentials = new ArrayList<>();
      app.path("credentials")
          .forEach(
              one -> credentials.add(one.path("kind").asText() + "=" + one.path("state").asText()));
      table.row(
          app.path("name").asText(),
          app.path("platform").asText(),
          vendorId(app),
          app.path("state").asText(),
          String.join(" ", credentials),
          text(app.path("reason")));
    }
    table.print(terminal.out());
    return 0;
  }

  @Command(name = "show", description = "Shows one app, its credentials and what is wrong with it.")
  int show(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    show(server.connect(terminal).get(Connection.path("apps", name)), output);
    return 0;
  }

  @Command(
      name = "change",
      description = {
        "Changes what is given and leaves the rest.",
        "A new secret heals an app whose secret was refused."
      })
  int change(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin AppOptions options,
      @Mixin AppSecrets secrets,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    Connection connection = server.connect(terminal);
    ObjectNode fields = options.fields();
    JsonNode app = connection.get(Connection.path("apps", name));
    String field = AppSecrets.field(app.path("platform").asText(), app.has("corp_secret"));
    secrets.addTo(fields, field, false, terminal);
    if (fields.isEmpty()) {
      throw new WronglyUsed("nothing to change: give at least one option");
    }
    show(connection.patch(Connection.path("apps", name), fields), output);
    return 0;
  }

  @Command(
      name = "disable",
      description = "Stops serving and renewing an app's credentials; keeps its data.")
  int disable(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    return turn(name, "disabled", output, server);
  }

  @Command(name = "enable", description = "Takes a disabled app into service again.")
  int enable(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin OutputOption output,
      @Mixin ServerOptions server) {
    return turn(name, "active", output, server);
  }

  @Command(name = "remove", description = "Removes an app and everything kept of it.")
  int remove(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--authorizers",
              description = "with a third-party platform, all accounts that authorized it")
          boolean authorizers,
      @Option(names = "--yes", description = "do not ask") boolean sure,
      @Mixin ServerOptions server) {
    Connection connection = server.connect(terminal);
    String question =
        terminal.say(
            "Remove the app " + name + " and everything kept of it?", "删除应用 " + name + " 及其全部数据？");
    if (!sure && !terminal.interactive()) {
      throw new WronglyUsed(
          terminal.say("removing cannot be undone: give --yes", "删除后无法恢复：确认请加 --yes"));
    }
    if (!sure && !terminal.confirm(question)) {
      throw new Refused(terminal.say("nothing was removed", "未删除"));
    }
    connection.delete(Connection.path("apps", name) + (authorizers ? "?authorizers=remove" : ""));
    terminal.out().println(terminal.say("removed: ", "已删除：") + name);
    return 0;
  }

  private int turn(String name, String state, OutputOption output, ServerOptions server) {
    ObjectNode fields = Connection.object().put("state", state);
    show(server.connect(terminal).patch(Connection.path("apps", name), fields), output);
    return 0;
  }

  private void show(JsonNode app, OutputOption output) {
    if (output.json()) {
      OutputOption.printJson(terminal.out(), app);
      return;
    }
    Table pairs = Table.ofPairs();
    for (Map.Entry<String, JsonNode> field : app.properties()) {
      JsonNode value = field.getValue();
      if (!field.getKey().equals("credentials") && !value.isNull()) {
        pairs.row(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
    pairs.print(terminal.out());
    Table credentials = new Table("KIND", "STATE", "VERSION", "EXPIRES", "RENEWS", "VENDOR CALLS");
    for (JsonNode one : app.path("credentials")) {
      credentials.row(
          one.path("kind").asText(),
          one.path("state").asText(),
          one.path("version").asText(),
          text(one.path("expires_at")),
          text(one.path("renews_at")),
          one.path("vendor_calls_today").asText());
    }
    terminal.out().println();
    credentials.print(terminal.out());
  }

  private static String vendorId(JsonNode app) {
    for (String field : List.of("appid", "app_key", "app_id", "corp_id")) {
      if (app.hasNonNull(field)) {
        return app.path(field).asText();
      }
    }
    return "";
  }

  private static String text(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? "" : value.asText();
  }
}
