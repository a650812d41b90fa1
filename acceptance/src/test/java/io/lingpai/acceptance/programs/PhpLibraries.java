package io.lingpai.acceptance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What {@code src/test/php} needs beside PHP: its extension for Redis, and Symfony's cache as
 * Debian has it, or all of EasyWeChat in the folder that {@code -Dlingpai.easywechat} names.
 */
public final class PhpLibraries implements ExecutionCondition {

  public static final Path SERVICE = Path.of("src", "test", "php", "service.php").toAbsolutePath();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      Process check = service(List.of()).redirectErrorStream(true).start();
      try (var output = check.getInputStream()) {
        String said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.equals("here")
            ? ConditionEvaluationResult.enabled("everything it needs is here")
            : Found.notRun(context, "PHP on this machine has " + said);
      } finally {
        check.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with EasyWeChat itself, for tests that use it where it is given. */
  public static Optional<String> easywechat() {
    return Optional.ofNullable(System.getProperty("lingpai.easywechat"))
        .filter(folder -> !folder.isEmpty());
  }

  /** The service, ready to be started. */
  public static ProcessBuilder service(List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(Program.PHP.path().toString(), SERVICE.toString());
    builder.command().addAll(arguments);
    easywechat().ifPresent(folder -> builder.environment().put("EASYWECHAT", folder));
    return builder;
  }
}
