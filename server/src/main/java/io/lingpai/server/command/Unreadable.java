package io.lingpai.server.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file cannot be read: the JDK's message is often only the file's name. */
final class Unreadable {

  private Unreadable() {}

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "it does not exist";
      case AccessDeniedException denied -> "permission denied";
      case CharacterCodingException other -> "it is not UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }
}
