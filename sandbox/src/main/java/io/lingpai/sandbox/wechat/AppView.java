package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An app at one moment, for pages and reports.
 *
 * @param tokens newest first, of both lines, the living and the newest dead
 * @param risk state of each address the administrator was asked about, in lower case
 * @param usedToday calls by path
 * @param callbackUrl where its own pushes go, null for nowhere
 * @param openPlatform the Open Platform account it is bound to, null for none
 * @param followers how many follow it
 * @param people the first few users
 */
public record AppView(
    String appid,
    String name,
    WeChatApp.Kind kind,
    Duration life,
    boolean frozen,
    boolean risky,
    Set<String> whitelist,
    List<Held> held,
    Map<String, String> risk,
    Map<String, Integer> usedToday,
    int forcesToday,
    int quotaResetsThisMonth,
    @Nullable String callbackUrl,
    @Nullable String openPlatform,
    int followers,
    List<Person> people) {

  /** A user. */
  public record Person(String openid, String nickname, boolean follows) {}

  /**
   * A token or ticket.
   *
   * @param kind {@code classic}, {@code stable}, {@code jsapi} or {@code wx_card}
   */
  public record Held(
      String kind, String value, Instant issuedAt, Instant usableUntil, boolean usable) {}

  public AppView {
    whitelist = Set.copyOf(new TreeSet<>(whitelist));
    held = List.copyOf(held);
    people = List.copyOf(people);
    risk = new TreeMap<>(risk);
    usedToday = new TreeMap<>(usedToday);
  }
}
