package io.lingpai.acceptance.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Calls the vendor without a pause and takes {@code fresh_for} at its word: asks the node for the
 * token only when the promise on the last one is over, and uses a token without a promise once.
 *
 * <p>A promise is counted from before the question left, as every life is. A dead-token answer that
 * arrives before the promise ends breaks it, beyond doubt. One that arrives later proves nothing:
 * where a life of two hours lasts seconds, so does the road, and it may have been judged too late.
 * Whatever else goes wrong ends the client.
 */
final class TrustingClient implements Callable<TrustingClient.Count> {

  private static final Set<Integer> DEAD = Set.of(40001, 40014, 42001);

  private final Caller node;
  private final Caller vendor;
  private final String key;
  private final String app;
  private final String user;
  private final BooleanSupplier over;

  private long reads;
  private long calls;
  private long promised;
  private long broken;
  private long late;

  TrustingClient(
      Caller node, Caller vendor, String key, String app, String user, BooleanSupplier over) {
    this.node = node;
    this.vendor = vendor;
    this.key = key;
    this.app = app;
    this.user = user;
    this.over = over;
  }

  /**
   * What came of it.
   *
   * @param calls of the vendor, with whatever token was held
   * @param promised those of them that were answered while the token's promise lasted
   * @param broken those of the promised that found the token dead
   * @param late calls that found it dead when nothing was promised any more
   */
  record Count(long reads, long calls, long promised, long broken, long late) {

    static final Count NONE = new Count(0, 0, 0, 0, 0);

    Count plus(Count more) {
      return new Count(
          reads + more.reads,
          calls + more.calls,
          promised + more.promised,
          broken + more.broken,
          late + more.late);
    }
  }

  @Override
  public Count call() throws IOException, InterruptedException {
    while (!over.getAsBoolean()) {
      long asked = System.nanoTime();
      Caller.Answer answer = node.read(key, app);
      reads++;
      if (answer.status() != 200) {
        throw new AssertionError("a read failed: " + answer);
      }
      JsonNode token = answer.json();
      Duration freshFor = Duration.ofSeconds(token.path("fresh_for").asLong());
      use(token.path("value").asText(), asked + freshFor.toNanos());
    }
    return new Count(reads, calls, promised, broken, late);
  }

  private void use(String token, long end) throws IOException, InterruptedException {
    String path = Stage.BUSINESS + "?access_token=" + token + "&openid=" + user;
    boolean dead;
    do {
      Caller.Answer answer = vendor.open(path);
      int code = answer.json().path("errcode").asInt();
      boolean fresh = System.nanoTime() - end < 0;
      dead = DEAD.contains(code);
      if (code != 0 && !dead) {
        throw new AssertionError("the vendor refused: " + answer);
      }
      calls++;
      promised += fresh ? 1 : 0;
      broken += dead && fresh ? 1 : 0;
      late += dead && !fresh ? 1 : 0;
    } while (!dead && System.nanoTime() - end < 0 && !over.getAsBoolean());
  }
}
