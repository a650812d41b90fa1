package io.lingpai.server;

import io.lingpai.server.command.Lingpai;

/** Where the program begins. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Lingpai.run(arguments));
  }
}
