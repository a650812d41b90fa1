package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.vendor.Values;
import java.util.List;
import java.util.Set;

/** {@code /cgi-bin/ticket/getticket}: tickets for pages ({@code jsapi}) and cards. */
final class TicketEndpoints {
  static final String PATH = "/cgi-bin/ticket/getticket";
  private static final Set<String> TYPES = Set.of("jsapi", "wx_card");
  private static final int LENGTH = 86;

  private final World world;

  TicketEndpoints(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(Route.get(PATH, this::give).daily(10_000));
  }

  private ObjectNode give(Call call) {
    String type = call.required("type", 40097);
    if (!TYPES.contains(type)) {
      throw new Refusal(40097);
    }
    Tickets.Given given =
        call.app()
            .tickets
            .give(
                type,
                call.now(),
                call.app().life,
                world.rules.strictTickets(),
                () -> world.values.marked("", Values.TICKET_MARKER, LENGTH));
    return Call.ok()
        .put("ticket", given.ticket().value())
        .put("expires_in", given.told().toSeconds());
  }
}
