package io.lingpai.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret comes from: a file, an environment variable, the standard input or a prompt. Never
 * an argument, which every user of the machine can see and the shell writes into its history.
 *
 * @param name of the option, such as {@code secret}
 * @param file its {@code --NAME-file}; {@code -} is the standard input
 * @param variable its {@code --NAME-env}
 */
record SecretSource(String name, @Nullable String file, @Nullable String variable) {

  /** The secret, if one of the options was given. */
  Optional<String> given(Terminal terminal) {
    if (file != null && variable != null) {
      throw new WronglyUsed("--" + name + "-file and --" + name + "-env exclude each other");
    }
    if (variable != null) {
      return Optional.of(
          terminal
              .variable(variable)
              .orElseThrow(
                  () ->
                      new WronglyUsed(
                          "--"
                              + name
                              + "-env: the environment variable "
                              + variable
                              + " is not set")));
    }
    if (file != null) {
      String text = file.equals("-") ? terminal.readAll() : read(terminal.file(file));
      if (text.isBlank()) {
        throw new WronglyUsed("--" + name + "-file: " + file + " is empty");
      }
      return Optional.of(text.strip());
    }
    return Optional.empty();
  }

  /** The secret; a person who gave no option is asked for it. */
  String required(Terminal terminal) {
    return given(terminal)
        .or(() -> terminal.askHidden(name))
        .orElseThrow(
            () ->
                new WronglyUsed(
                    terminal
                        .say(
                            "the %1$s is missing: give --%1$s-file FILE (- for the standard input) or"
                                + " --%1$s-env NAME",
                            "缺少 %1$s：请使用 --%1$s-file FILE（- 表示标准输入）或 --%1$s-env NAME")
                        .formatted(name)));
  }

  private String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new WronglyUsed(
          "--" + name + "-file: " + path + " cannot be read: " + Unreadable.reason(e));
    }
  }
}
