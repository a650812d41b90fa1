package io.lingpai.directory;

/**
 * What some employees may do; what that is, services know.
 *
 * @param id counts within an app, from 1; 0 stands for no role
 * @param power a JSON value
 */
public record Role(long id, String name, String power) {

  public static final long NONE = 0;
}
