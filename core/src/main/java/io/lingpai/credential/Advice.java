package io.lingpai.credential;

/** What a person should do about a trouble, in both languages. */
public record Advice(String english, String chinese) {

  public static final Advice NONE = new Advice("", "");
}
