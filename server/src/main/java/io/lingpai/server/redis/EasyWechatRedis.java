package io.lingpai.server.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What EasyWeChat 6 and node-easywechat have put into Redis, in whatever namespace. */
public final class EasyWechatRedis implements Library {

  /** The vendor's, and what EasyWeChat keeps a pushed ticket for, whose age is the difference. */
  private static final Duration TICKET_LIFE = Duration.ofHours(12);

  private static final Duration TICKET_KEPT = Duration.ofMinutes(100);

  private static final Comparator<Existing> BEST =
      Comparator.<Existing, Boolean>comparing(it -> it.value() != null)
          .thenComparing(it -> it.life().orElse(Duration.ZERO));

  @Override
  public List<Existing> of(Account account, Reader reader) {
    List<Existing> found = new ArrayList<>();
    String id = account.id();
    if (!account.component().isEmpty()) {
      add(found, reader, "access_token", "open-platform.authorizer_access_token." + id + ".", "*");
      return found;
    }
    if (account.platformApp()) {
      ticket(found, reader, "open_platform.verify_ticket." + id);
      add(
          found,
          reader,
          "component_access_token",
          "open_platform.component_access_token." + id,
          "");
      return found;
    }
    String sort = account.mini() ? "mini_app" : "official_account";
    add(found, reader, "access_token", sort + ".access_token." + id + ".", "*");
    add(found, reader, "jsapi_ticket", sort + ".jsapi_ticket." + id, "");
    return found;
  }

  /**
   * The one that lives longest, where several can be read. The rest of its name may be a secret.
   */
  private static void add(
      List<Existing> found, Reader reader, String kind, String name, String end) {
    List<Existing> candidates = new ArrayList<>();
    for (String key : reader.keys("*" + name + end)) {
      Reader.Found value = starts(key, name) ? reader.string(key).orElse(null) : null;
      if (value != null && value.rest() != null) {
        String shown = key.substring(0, key.indexOf(name)) + name + (end.isEmpty() ? "" : "…");
        candidates.add(new Existing(kind, shown, value.value(), value.rest()));
      }
    }
    candidates.stream().max(BEST).ifPresent(found::add);
  }

  /** After a prefix, whatever it ends with, or none: not in the middle of another name. */
  private static boolean starts(String key, String name) {
    int at = key.indexOf(name);
    return at == 0 || !Character.isLetterOrDigit(key.charAt(at - 1));
  }

  private static void ticket(List<Existing> found, Reader reader, String name) {
    List<Existing> tickets = new ArrayList<>();
    add(tickets, reader, "component_verify_ticket", name, "");
    for (Existing ticket : tickets) {
      Duration age = TICKET_KEPT.minus(ticket.life().orElse(Duration.ZERO));
      found.add(new Existing(ticket.kind(), ticket.key(), ticket.value(), TICKET_LIFE.minus(age)));
    }
  }

  @Override
  public Set<String> accounts(Reader reader) {
    Set<String> ids = new TreeSet<>();
    for (String sort : List.of("official_account", "mini_app")) {
      String name = sort + ".access_token.";
      for (String key : reader.keys("*" + name + "*")) {
        String rest = key.substring(key.indexOf(name) + name.length());
        int dot = rest.indexOf('.');
        if (starts(key, name) && dot > 0) {
          ids.add(rest.substring(0, dot));
        }
      }
    }
    return ids;
  }
}
