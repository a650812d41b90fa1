package io.lingpai.acceptance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The SDKs of {@code src/test/node}, installed once beneath {@code target}; a test that needs them
 * does not run where they neither are nor can be had.
 */
public final class NodePackages implements ExecutionCondition {

  public static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

  private static final Path SOURCES = Path.of("src", "test", "node");
  private static final String LOCK = "package-lock.json";
  // Written last: an installation that was cut off is none.
  private static final Path DONE = FOLDER.resolve("installed-" + LOCK);
  private static final long MINUTES = 5;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      copy("package.json");
      copy("caller.js");
      copy("service.js");
      copy(LOCK);
      if (Files.exists(DONE) && Files.mismatch(DONE, FOLDER.resolve(LOCK)) == -1) {
        return ConditionEvaluationResult.enabled("installed before");
      }
      Path log = FOLDER.resolve("npm.log");
      if (install(log)) {
        Files.copy(FOLDER.resolve(LOCK), DONE, StandardCopyOption.REPLACE_EXISTING);
        return ConditionEvaluationResult.enabled("installed now");
      }
      return Found.notRun(context, "npm could not get the SDKs, see " + log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(String file) throws IOException {
    Files.createDirectories(FOLDER);
    Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean install(Path log) throws IOException {
    Process npm =
        new ProcessBuilder(
                List.of(
                    Program.NPM.path().toString(),
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund"))
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return npm.waitFor(MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      npm.destroyForcibly();
    }
  }
}
