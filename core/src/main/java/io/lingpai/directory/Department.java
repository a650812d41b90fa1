package io.lingpai.directory;

/**
 * A department as the vendor numbers it.
 *
 * @param parent 0 for the root, which is the company
 */
public record Department(long id, String name, long parent) {

  /** The root of every company. */
  public static final long ROOT = 1;
}
