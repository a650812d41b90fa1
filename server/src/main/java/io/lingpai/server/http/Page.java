package io.lingpai.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A piece of a list: {@code ?after=…&limit=…}, and {@code next} where there is more. */
public record Page(String after, int limit) {

  private static final int USUAL = 100;
  private static final int MOST = 1000;

  public static Page of(Request request) {
    String after = request.parameter("after");
    return new Page(after == null ? "" : after, (int) request.number("limit", USUAL, 1, MOST));
  }

  /**
   * Answers with a page.
   *
   * @param found one more than the limit, where there is more
   */
  public <T> Answer answer(
      String name, List<T> found, Function<T, String> cursor, Function<T, ?> shown) {
    boolean more = found.size() > limit;
    List<T> here = more ? found.subList(0, limit) : found;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(name, here.stream().map(shown).toList());
    body.put("next", more ? cursor.apply(here.getLast()) : null);
    return Json.answer(200, body);
  }
}
