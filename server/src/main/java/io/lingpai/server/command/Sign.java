package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lingpai sign}: a signature for a page. */
@Command(name = "sign", description = "Makes the signature that a page gives to the JS-SDK.")
final class Sign implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "APP", description = "the app's name")
  private String app = "";

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "the page's address as the browser has it; a fragment is cut")
  private String url = "";

  @Option(
      names = "--use",
      paramLabel = "USE",
      description = "jsapi, card or agent_config (default: jsapi)")
  private @Nullable String use;

  @Mixin private OutputOption output = new OutputOption();
  @Mixin private ServerOptions server = new ServerOptions();

  Sign(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ObjectNode fields = Connection.object().put("url", url);
    if (use != null) {
      fields.put("use", use);
    }
    JsonNode signed =
        server.connect(terminal).post(Connection.path("apps", app, "signatures"), fields);
    if (output.json()) {
      OutputOption.printJson(terminal.out(), signed);
      return 0;
    }
    Table pairs = Table.ofPairs();
    for (Map.Entry<String, JsonNode> field : signed.properties()) {
      pairs.row(field.getKey(), field.getValue().asText());
    }
    pairs.print(terminal.out());
    return 0;
  }
}
