package io.lingpai.member;

import org.jspecify.annotations.Nullable;

/**
 * What somebody lets be known. Whatever was not given, or given empty, is {@code null}.
 *
 * @param nickname at most {@value #NICKNAME_AT_MOST} characters, as people count them: a character
 *     outside the basic plane is one
 * @param gender 0 unknown, 1 male, 2 female
 */
public record Profile(
    @Nullable String nickname,
    @Nullable String avatar,
    @Nullable Integer gender,
    @Nullable String province,
    @Nullable String city,
    @Nullable String country) {

  public static final int NICKNAME_AT_MOST = 12;
  private static final int PLACE_AT_MOST = 64;
  private static final int AVATAR_AT_MOST = 1024;

  public static final Profile NOTHING = new Profile(null, null, null, null, null, null);

  public Profile {
    nickname = cut(nickname, NICKNAME_AT_MOST);
    // Half an address leads nowhere.
    avatar =
        avatar == null || avatar.length() > AVATAR_AT_MOST ? null : cut(avatar, avatar.length());
    province = cut(province, PLACE_AT_MOST);
    city = cut(city, PLACE_AT_MOST);
    country = cut(country, PLACE_AT_MOST);
  }

  /** The same, where this one is silent saying what the other says. */
  public Profile or(Profile other) {
    return new Profile(
        nickname == null ? other.nickname : nickname,
        avatar == null ? other.avatar : avatar,
        gender == null ? other.gender : gender,
        province == null ? other.province : province,
        city == null ? other.city : city,
        country == null ? other.country : country);
  }

  private static @Nullable String cut(@Nullable String text, int atMost) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return text.codePointCount(0, text.length()) <= atMost
        ? text
        : text.substring(0, text.offsetByCodePoints(0, atMost));
  }
}
