package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has the server look through the vendor's list of a platform's accounts, and follows that. */
final class AuthorizerList {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Terminal terminal;
  private final Connection lingpai;
  private final String component;

  AuthorizerList(Terminal terminal, Connection lingpai, String component) {
    this.terminal = terminal;
    this.lingpai = lingpai;
    this.component = component;
  }

  /** Says what was found; true if the whole list was read. */
  boolean take(OutputOption output) {
    String recoveries = Connection.path("apps", component, "authorizer-recoveries");
    JsonNode recovery = lingpai.post(recoveries, Connection.object());
    String place =
        Connection.path("apps", component, "authorizer-recoveries", recovery.path("id").asText());
    Progress progress = null;
    while (recovery.path("state").asText().equals("running")) {
      progress = shown(progress, recovery);
      pause();
      recovery = lingpai.get(place);
    }
    if (progress != null) {
      progress.end();
    }
    print((ObjectNode) recovery, output);
    return recovery.path("state").asText().equals("done");
  }

  private @Nullable Progress shown(@Nullable Progress known, JsonNode recovery) {
    long total = recovery.path("total").asLong();
    if (total == 0) {
      return known;
    }
    Progress progress =
        known == null ? new Progress(terminal, terminal.say("accounts", "个账号"), total) : known;
    progress.at(recovery.path("done").asLong());
    return progress;
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted", e);
    }
  }

  private void print(ObjectNode recovery, OutputOption output) {
    if (output.json()) {
      OutputOption.printJson(terminal.out(), recovery);
      return;
    }
    String reason = recovery.path("reason").asText("");
    Table.ofPairs()
        .row(terminal.say("on the list", "列表中"), recovery.path("total").asText())
        .row(terminal.say("added", "新添加"), recovery.path("found").asText())
        .row(
            terminal.say("refresh tokens taken over", "接管的刷新令牌"),
            recovery.path("restored").asText())
        .row(terminal.say("withdrawn", "已取消授权"), recovery.path("withdrawn").asText())
        .print(terminal.out());
    if (!recovery.path("state").asText().equals("done")) {
      terminal
          .err()
          .println(terminal.say("the list was not read to its end: ", "列表未能读完：") + reason);
    }
  }
}
