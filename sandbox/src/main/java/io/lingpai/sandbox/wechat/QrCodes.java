package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.vendor.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** QR codes that one account has made; who scans one follows with its scene. */
final class QrCodes {

  private static final int TICKET_LENGTH = 96;

  /**
   * A code.
   *
   * @param scene as events name it, a number or a text
   * @param expiresAt null: never
   */
  record Code(String ticket, String scene, @Nullable Instant expiresAt) {
    boolean isOver(Instant now) {
      return expiresAt != null && !now.isBefore(expiresAt);
    }
  }

  private final Map<String, Code> byTicket = new LinkedHashMap<>();

  Code make(Values values, String scene, @Nullable Instant expiresAt) {
    Code code = new Code("gQ" + values.hex(TICKET_LENGTH - 2), scene, expiresAt);
    byTicket.put(code.ticket(), code);
    return code;
  }

  /** What somebody scans: the code with this ticket, or the newest with this scene. */
  Optional<Code> find(String ticketOrScene) {
    Code named = byTicket.get(ticketOrScene);
    return named != null
        ? Optional.of(named)
        : byTicket.values().stream()
            .filter(code -> code.scene().equals(ticketOrScene))
            .reduce((older, newer) -> newer);
  }
}
