package io.lingpai.sandbox.control;

import static io.lingpai.sandbox.http.Html.escape;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What every part of the page is put together from. */
final class Bits {
  private Bits() {}

  /** The cells are HTML already. */
  static String row(String cell, String... cells) {
    String closing = cell.substring(0, 2);
    StringBuilder row = new StringBuilder("<tr>");
    for (String one : cells) {
      row.append('<').append(cell).append('>').append(one).append("</").append(closing).append('>');
    }
    return row.append("</tr>").toString();
  }

  static String button(
      Language in, String action, Map<String, String> fields, String label, String look) {
    return form(in, action, fields, "", label, look);
  }

  /** A button with fields to fill in before it; {@code inputs} is HTML already. */
  static String form(
      Language in,
      String action,
      Map<String, String> fields,
      String inputs,
      String label,
      String look) {
    StringBuilder form =
        new StringBuilder("<form method=post action='/_sandbox/" + escape(action) + "'>");
    form.append(hidden("lang", in.tag()));
    fields.forEach((name, value) -> form.append(hidden(name, value)));
    return form.append(inputs)
        .append("<button class='" + look + "'>" + escape(label) + "</button></form> ")
        .toString();
  }

  private static String hidden(String name, String value) {
    return "<input type=hidden name='" + escape(name) + "' value='" + escape(value) + "'>";
  }

  static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }

  static String time(Instant at) {
    return escape(at.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
