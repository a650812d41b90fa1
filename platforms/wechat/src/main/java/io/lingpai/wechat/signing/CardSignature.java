package io.lingpai.wechat.signing;

import io.lingpai.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a page gives to {@code wx.addCard} or {@code wx.chooseCard}, signed with the card ticket.
 *
 * <p>Only the values are signed, in the order of their bytes, without names or separators. A value
 * that is left out, or empty, takes no part.
 *
 * @param timestamp in seconds
 */
public record CardSignature(long timestamp, String nonceStr, String signature) {

  /**
   * For adding a card: what goes into {@code cardExt}.
   *
   * @param code where the account gives out its own codes
   * @param openid where the card is for one user only
   * @param balance for red-packet cards
   */
  public record Adding(
      String cardId, @Nullable String code, @Nullable String openid, @Nullable String balance) {}

  /** For choosing among the user's cards; everything may be left out. */
  public record Choosing(
      @Nullable String locationId, @Nullable String cardId, @Nullable String cardType) {}

  public static CardSignature of(Secret ticket, long timestamp, String nonceStr, Adding card) {
    return signed(
        timestamp,
        nonceStr,
        ticket.reveal(),
        card.cardId(),
        card.code(),
        card.openid(),
        card.balance());
  }

  public static CardSignature of(
      Secret ticket, String appId, long timestamp, String nonceStr, Choosing cards) {
    return signed(
        timestamp,
        nonceStr,
        ticket.reveal(),
        appId,
        cards.locationId(),
        cards.cardId(),
        cards.cardType());
  }

  private static CardSignature signed(long timestamp, String nonceStr, @Nullable String... values) {
    String joined =
        Stream.concat(Stream.of(Long.toString(timestamp), nonceStr), Arrays.stream(values))
            .filter(Objects::nonNull)
            .map(value -> value.getBytes(StandardCharsets.UTF_8))
            .sorted(Arrays::compareUnsigned)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    return new CardSignature(timestamp, nonceStr, Sha1.of(joined));
  }
}
