package io.lingpai.server.command;

import io.lingpai.server.problem.Language;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What a command has around it. Commands reach for nothing of the process themselves, so that a
 * test can be the terminal.
 *
 * @param interactive whether a person sits before it, who can be asked and shown progress
 */
record Terminal(
    Map<String, String> environment,
    Path folder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive) {

  Terminal {
    environment = Map.copyOf(environment);
  }

  /** The one this process was started from. */
  @SuppressWarnings("SystemConsoleNull") // a JDK may be told to give none
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(
        System.getenv(),
        Path.of(""),
        System.in,
        stream(FileDescriptor.out, System.out.charset()),
        stream(FileDescriptor.err, System.err.charset()),
        console != null && console.isTerminal());
  }

  // In the C locale Java would print a question mark for everything that is not ASCII; whatever
  // reads us there copes better with UTF-8.
  private static PrintStream stream(FileDescriptor descriptor, Charset usual) {
    Charset charset = usual.newEncoder().canEncode('令') ? usual : StandardCharsets.UTF_8;
    return new PrintStream(new FileOutputStream(descriptor), true, charset);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The language of LC_ALL, LC_MESSAGES or LANG, the first that is set. */
  Language language() {
    String locale =
        variable("LC_ALL").or(() -> variable("LC_MESSAGES")).or(() -> variable("LANG")).orElse("");
    return locale.toLowerCase(Locale.ROOT).startsWith("zh") ? Language.CHINESE : Language.ENGLISH;
  }

  /** The one of the two that is read here. */
  String say(String english, String chinese) {
    return language() == Language.CHINESE ? chinese : english;
  }

  /** The file as seen from the folder the command was given in. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Asks for something that must not be seen. */
  Optional<String> askHidden(String prompt) {
    Console console = interactive ? System.console() : null;
    if (console == null) {
      return Optional.empty();
    }
    char[] typed = console.readPassword("%s: ", prompt);
    return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new String(typed));
  }

  /** Asks a question that only {@code y} or {@code yes} answers with yes. */
  boolean confirm(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String typed =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return typed != null && typed.strip().toLowerCase(Locale.ROOT).matches("y|yes|是");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is left on the standard input. */
  String readAll() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Blocks until the process is told to end, or until the thread is interrupted. A command that
   * returns after this ends as one that did what it should: with the status 0.
   *
   * @param drain what to do before the end; the process waits for it
   */
  static void untilStopped(Runnable drain) {
    untilStopped(() -> {}, drain);
  }

  /**
   * @param announce says that we run; whoever hears it may tell us to stop at once
   */
  static void untilStopped(Runnable announce, Runnable drain) {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch drained = new CountDownLatch(1);
    if (!StopSignals.tell(told::countDown)) {
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(
                      () -> {
                        told.countDown();
                        awaitUnlessInterrupted(drained);
                      }));
    }
    announce.run();
    awaitUnlessInterrupted(told);
    drain.run();
    drained.countDown();
  }

  private static void awaitUnlessInterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      return;
    }
  }
}
