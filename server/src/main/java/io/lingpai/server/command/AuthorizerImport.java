package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.command.AuthorizerFile.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands in the accounts of a third-party platform that a team keeps in a table of its own. */
final class AuthorizerImport {

  private final Terminal terminal;
  private final Connection lingpai;
  private final String component;
  private final @Nullable String sort;
  private final boolean dryRun;
  private final ArrayNode found = Connection.object().putArray("found");
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int added;
  private int refused;

  /**
   * @param component the platform that they authorized, by its name here
   * @param sort what accounts are whose row does not say
   */
  AuthorizerImport(
      Terminal terminal,
      Connection lingpai,
      String component,
      @Nullable String sort,
      boolean dryRun) {
    this.terminal = terminal;
    this.lingpai = lingpai;
    this.component = component;
    this.sort = sort;
    this.dryRun = dryRun;
  }

  /** The platform that was named, or the only one there is. */
  static String platform(Terminal terminal, Connection lingpai, @Nullable String named) {
    if (named != null) {
      return named;
    }
    List<String> platforms =
        lingpai
            .all(Connection.path("apps"), "apps")
            .path("apps")
            .valueStream()
            .filter(app -> app.path("platform").asText().endsWith("-component"))
            .map(app -> app.path("name").asText())
            .toList();
    if (platforms.size() == 1) {
      return platforms.getFirst();
    }
    throw new Refused(
        platforms.isEmpty()
            ? terminal.say(
                "Lingpai has no third-party platform: lingpai app add … --platform"
                    + " wechat-component",
                "令牌中没有第三方平台：lingpai app add … --platform wechat-component")
            : terminal.say("which platform? ", "哪个平台？") + String.join(", ", platforms));
  }

  /** Says what became of each; true if none was refused. */
  boolean take(String file, OutputOption output) {
    List<Row> rows = new AuthorizerFile(terminal).read(text(file));
    if (rows.isEmpty()) {
      throw new Refused(
          terminal.say(
              "the file has no accounts: a line of headings, then a line for each",
              "文件中没有账号：应有一行列名，之后每个账号一行"));
    }
    Progress progress = new Progress(terminal, terminal.say("accounts", "个账号"), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      one(rows.get(i));
      progress.at(i + 1L);
    }
    progress.end();
    print(output);
    return refused == 0;
  }

  private String text(String file) {
    try {
      return file.equals("-") ? terminal.readAll() : Files.readString(terminal.file(file));
    } catch (IOException e) {
      throw new Refused(file + ": " + Unreadable.reason(e), e);
    }
  }

  private void one(Row row) {
    if (row.wrong() != null) {
      refused(row, row.wrong());
      return;
    }
    ObjectNode body = row.body().put("dry_run", dryRun);
    if (sort != null && !body.has("platform")) {
      body.put("platform", sort);
    }
    try {
      JsonNode answer = lingpai.post(Connection.path("apps", component, "authorizers"), body);
      boolean fresh = answer.path("added").asBoolean();
      added += fresh ? 1 : 0;
      note(row, answer.path("outcome").asText()).put("added", fresh);
    } catch (ProblemArrived e) {
      refused(
          row,
          terminal.say("row %d, %s: ", "第 %d 行，%s：").formatted(row.number(), row.appid())
              + e.getMessage());
    }
  }

  private void refused(Row row, String why) {
    refused++;
    note(row, "refused");
    terminal.err().println(why);
  }

  private ObjectNode note(Row row, String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
    return found.addObject().put("appid", row.appid()).put("outcome", outcome);
  }

  private void print(OutputOption output) {
    if (output.json()) {
      ObjectNode whole = Connection.object().put("component", component).put("dry_run", dryRun);
      whole.set("found", found);
      OutputOption.printJson(terminal.out(), whole);
      return;
    }
    Table table = new Table("ACCOUNTS", "OUTCOME");
    outcomes.forEach(
        (outcome, count) -> table.row(count, TakeoverWords.of(outcome, dryRun, terminal)));
    table.print(terminal.out());
    if (added > 0) {
      terminal
          .out()
          .println(
              dryRun
                  ? terminal.say("new to Lingpai: ", "令牌中原先没有：") + added
                  : terminal.say("added: ", "新添加：") + added);
    }
  }
}
