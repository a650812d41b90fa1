package io.lingpai.sandbox.dingtalk;

/**
 * One department of a company.
 *
 * @param parent 0 for the root, which is the company itself
 */
public record Department(long id, String name, long parent) {

  /** The root of every company. */
  public static final long ROOT = 1;
}
