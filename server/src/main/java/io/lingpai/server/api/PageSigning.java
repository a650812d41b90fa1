package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one platform signs pages. The server asks it with the ticket in hand. */
public interface PageSigning {

  /** Which kind is signed with for a use such as {@code jsapi}; null for a use it does not know. */
  @Nullable String ticketFor(String use);

  /** What {@code use} may be. */
  List<String> uses();

  /**
   * Judges the caller's fields before a ticket is fetched: a wrong address costs no vendor call.
   *
   * @throws IllegalArgumentException starting with the field that is wrong and a colon
   */
  Map<String, String> judged(App app, String use, Map<String, String> fields);

  /**
   * Signs.
   *
   * @param fields as {@link #judged} returned them
   */
  Map<String, Object> sign(App app, String use, Secret ticket, Map<String, String> fields);

  /**
   * Says why a signature is refused.
   *
   * @param claim url, timestamp, nonceStr, signature, page_url
   * @param known what may have been signed with, by origin: current, previous, card, access_token
   */
  Map<String, Object> explain(App app, Map<String, String> claim, Map<String, Secret> known);
}
