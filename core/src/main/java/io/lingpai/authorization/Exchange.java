package io.lingpai.authorization;

/** How far the one exchange of an authorization code has come. */
public sealed interface Exchange {

  /** Nobody is at it: it is ours. {@code tried} if somebody began it and never came to an end. */
  record Ours(boolean tried) implements Exchange {}

  /** Somebody else is at it. */
  record Theirs() implements Exchange {}

  /** It brought this account. */
  record Done(String account) implements Exchange {}

  /** It will bring nothing. */
  record Failed(String why) implements Exchange {}
}
