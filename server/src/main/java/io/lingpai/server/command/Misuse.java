package io.lingpai.server.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was wrong with the words of a command line, told in the language of whoever typed them. */
final class Misuse {

  private Misuse() {}

  static String told(ParameterException wrong, Terminal terminal) {
    return switch (wrong) {
      case UnmatchedArgumentException unknown -> unknown(unknown, terminal);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          terminal.say("missing: ", "缺少：") + names(missing.getMissing());
      default ->
          lacksACommand(wrong)
              ? terminal.say("a command is missing", "缺少命令")
              : String.valueOf(wrong.getMessage());
    };
  }

  /** Whether only the name of a group of commands was given. */
  static boolean lacksACommand(ParameterException wrong) {
    List<String> typed = wrong.getCommandLine().getParseResult().originalArgs();
    boolean group = !wrong.getCommandLine().getSubcommands().isEmpty();
    return group
        && !(wrong instanceof UnmatchedArgumentException)
        && (typed.isEmpty() || typed.getLast().equals(wrong.getCommandLine().getCommandName()));
  }

  private static String unknown(UnmatchedArgumentException wrong, Terminal terminal) {
    String first = wrong.getUnmatched().getFirst();
    boolean command = !first.startsWith("-") && !wrong.getCommandLine().getSubcommands().isEmpty();
    String told =
        command
            ? terminal.say("there is no command `" + first + "`", "没有 `" + first + "` 这个命令")
            : terminal.say("`" + first + "` is not understood", "无法识别 `" + first + "`");
    List<String> near = wrong.getSuggestions();
    return near.isEmpty()
        ? told
        : told
            + terminal.say("; did you mean ", "；是不是 ")
            + near.stream()
                .map(one -> "`" + one + "`")
                .collect(Collectors.joining(terminal.say(" or ", " 或 ")))
            + terminal.say("?", "？");
  }

  private static String names(List<ArgSpec> missing) {
    return missing.stream()
        .map(one -> one instanceof OptionSpec option ? option.longestName() : one.paramLabel())
        .collect(Collectors.joining(", "));
  }
}
