package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A platform at one moment, for pages and reports.
 *
 * @param eventUrl where tickets are pushed to, null for nowhere
 * @param messageUrl with {@code $APPID$} in it
 * @param tokens its own tokens and tickets
 * @param newest of those who authorized, a hundred at most, newest first
 * @param lastReport of the release check, null before the first
 */
public record ComponentView(
    String appid,
    String name,
    Duration life,
    @Nullable String eventUrl,
    @Nullable String messageUrl,
    boolean pushing,
    boolean held,
    boolean rotates,
    Set<String> whitelist,
    Instant nextPush,
    List<AppView.Held> tokens,
    int authorizers,
    List<Authorizer> newest,
    @Nullable ReleaseReport lastReport) {

  /** One who authorized, or did once. */
  public record Authorizer(
      String appid,
      String name,
      boolean standing,
      Instant since,
      Set<Integer> granted,
      boolean showsRefreshToken,
      String refreshToken,
      long tokensIssued) {
    public Authorizer {
      granted = Set.copyOf(new TreeSet<>(granted));
    }
  }

  public ComponentView {
    whitelist = Set.copyOf(whitelist);
    tokens = List.copyOf(tokens);
    newest = List.copyOf(newest);
  }
}
