package io.lingpai.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.credential.VendorError;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import io.lingpai.server.doctor.Doctor;
import io.lingpai.server.doctor.Finding;
import io.lingpai.server.doctor.Finding.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lingpai doctor}: what is wrong, and what to do about it. */
@Command(
    name = "doctor",
    description = {
      "Checks configuration, store, clock and vendors, and makes one real exchange per app.",
      "Works with the server running or not, and ends no token in use. Ends with 0 if all is well,"
          + " 1 if something is wrong, 2 if something could not be checked.",
      "A server that is started with flags is examined with the same flags."
    })
final class DoctorCommand implements Callable<Integer> {

  private static final int UNCHECKED = 2;

  /** Fewer apps are asked about before a bar could be read. */
  private static final int MANY = 20;

  private final Terminal terminal;

  @Parameters(arity = "0..1", paramLabel = "APP", description = "only this app and what it needs")
  private @Nullable String app;

  @Mixin private Settings settings = new Settings();

  @Mixin private OutputOption output = new OutputOption();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path file = settings.file(terminal);
    if (file != null && !Files.exists(file)) {
      throw new WronglyUsed("the configuration file " + file + " does not exist");
    }
    List<Finding> findings = new ArrayList<>();
    try {
      ConfigurationLoader.Loaded loaded = settings.load(terminal);
      findings.add(
          Finding.configuration(
              file == null
                  ? terminal.say("no file: environment and defaults", "没有配置文件：环境变量与默认值")
                  : file.toString(),
              loaded.warnings()));
      findings.addAll(examined(loaded));
    } catch (ConfigurationRefused e) {
      e.findings().forEach(wrong -> findings.add(Finding.misconfigured(wrong)));
    }
    if (output.json()) {
      printJson(findings);
    } else {
      print(findings);
    }
    return status(findings);
  }

  private List<Finding> examined(ConfigurationLoader.Loaded loaded) {
    Gauge gauge = new Gauge();
    try {
      return new Doctor(loaded.configuration(), InstantSource.system()).examine(app, gauge::at);
    } finally {
      gauge.end();
    }
  }

  /** Many apps take a while; the threads that ask about them tell how far they are. */
  private final class Gauge {
    private @Nullable Progress progress;

    synchronized void at(int done, int total) {
      if (total < MANY) {
        return;
      }
      if (progress == null) {
        progress = new Progress(terminal, "apps", total);
      }
      progress.at(done);
    }

    synchronized void end() {
      if (progress != null) {
        progress.end();
      }
    }
  }

  private static int status(List<Finding> findings) {
    if (has(findings, Standing.WRONG)) {
      return Lingpai.REFUSED;
    }
    return has(findings, Standing.UNCHECKED) ? UNCHECKED : 0;
  }

  private static boolean has(List<Finding> findings, Standing standing) {
    return findings.stream().anyMatch(finding -> finding.standing() == standing);
  }

  private void print(List<Finding> findings) {
    Table table = Table.ofPairs();
    for (Finding finding : findings) {
      table.row(mark(finding.standing()), finding.about(), finding.said().in(terminal.language()));
      if (!finding.whatToDo().isEmpty()) {
        table.row("", "", "→ " + finding.whatToDo().in(terminal.language()));
      }
    }
    table.print(terminal.out());
    terminal.out().println();
    terminal.out().println(verdict(findings));
  }

  private String mark(Standing standing) {
    return switch (standing) {
      case OK -> terminal.say("ok", "正常");
      case NOTE -> terminal.say("note", "提示");
      case UNCHECKED -> terminal.say("unchecked", "未检查");
      case WRONG -> terminal.say("WRONG", "有误");
    };
  }

  private String verdict(List<Finding> findings) {
    long wrong = findings.stream().filter(one -> one.standing() == Standing.WRONG).count();
    if (wrong > 0) {
      return terminal.say(
          wrong == 1 ? "One thing is wrong." : wrong + " things are wrong.",
          "发现 " + wrong + " 处问题。");
    }
    return has(findings, Standing.UNCHECKED)
        ? terminal.say(
            "Nothing found wrong, but not everything could be checked.", "未发现问题，但有未能检查的项目。")
        : terminal.say("All is well.", "一切正常。");
  }

  private void printJson(List<Finding> findings) {
    ObjectNode whole = Connection.object();
    whole.put("healthy", status(findings) == 0);
    var list = whole.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode node = list.addObject();
      node.put("about", finding.about());
      node.put("standing", finding.standing().spelled());
      node.put("detail", finding.said().in(terminal.language()));
      if (!finding.whatToDo().isEmpty()) {
        node.put("what_to_do", finding.whatToDo().in(terminal.language()));
      }
      VendorError vendor = finding.vendor();
      if (vendor != null) {
        node.put("vendor_code", vendor.code());
        node.put("vendor_message", vendor.message());
        if (vendor.ip() != null) {
          node.put("ip", vendor.ip());
        }
      }
    }
    OutputOption.printJson(terminal.out(), whole);
  }
}
