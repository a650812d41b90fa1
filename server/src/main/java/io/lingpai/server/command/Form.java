package io.lingpai.server.command;

/** How an answer is written: for a program, or for a person. */
enum Form {
  JSON,
  TABLE
}
