package io.lingpai.server.redis;

/**
 * One key and what stands under it.
 *
 * @param key may contain a client's key, so it is not printed
 * @param hash a hash with the fields {@code value} and {@code expire} instead of a string
 */
record Entry(String key, byte[] value, boolean hash) {

  static Entry text(String key, byte[] value) {
    return new Entry(key, value, false);
  }

  @Override
  public String toString() {
    return "Entry[" + (hash ? "hash" : "string") + "]";
  }
}
