package io.lingpai.server.proxy;

import io.lingpai.secret.Secret;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Errand;
import io.lingpai.server.http.Outgoing;
import io.lingpai.server.http.Request;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.wire.WireRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call that is passed on to a vendor. */
final class VendorCall implements Errand {

  private final Dialect dialect;
  private final Request request;
  private final Outgoing first;
  private final @Nullable Tokened tokened;
  private final @Nullable UnaryOperator<byte[]> rewriting;
  private final boolean repeatable;
  private final Done done;
  private @Nullable Secret inUse;
  private @Nullable Secret refusedFirst;
  private boolean read;
  private int status;
  private String code = "";
  private @Nullable Failure failure;

  /**
   * @param tokened how to send it with another token; null if no app's token is in it
   * @param rewriting makes of the vendor's answer what the caller may see; null if that is the same
   */
  VendorCall(
      Dialect dialect,
      Request request,
      Outgoing first,
      @Nullable Tokened tokened,
      @Nullable UnaryOperator<byte[]> rewriting,
      boolean repeatable,
      Done done) {
    this.dialect = dialect;
    this.request = request;
    this.first = first;
    this.tokened = tokened;
    this.rewriting = rewriting;
    this.repeatable = repeatable;
    this.done = done;
    this.inUse = first.token();
  }

  /**
   * A call with an app's token in it.
   *
   * @param with makes the attempt that carries a given token
   * @param alive hears of a token that the vendor has just taken
   */
  record Tokened(
      FalseAlarms.Place place,
      Healing healing,
      Function<Secret, Outgoing> with,
      Consumer<Secret> alive) {}

  /** Hears how a call ended. */
  @FunctionalInterface
  interface Done {
    void ended(String outcome, Ending ending);
  }

  @Override
  public Outgoing first() {
    return first;
  }

  @Override
  public boolean watched() {
    return true;
  }

  @Override
  public boolean saysDead(int status, String beginning) {
    this.status = status;
    code = dialect.code(status, beginning);
    read = !beginning.isEmpty();
    return tokened != null && dialect.saysDead(code);
  }

  @Override
  public Next next(Outgoing refused) throws InterruptedException {
    Secret dead = refused.token();
    if (tokened == null || dead == null) {
      return new Next.AsItCame();
    }
    Secret before = refusedFirst;
    refusedFirst = dead;
    Optional<Secret> other;
    try {
      other =
          before == null
              ? tokened.healing.insteadOf(tokened.place, dead)
              : tokened.healing.insteadOfBoth(tokened.place, before, dead);
    } catch (Refusal | WireRefusal noneToBeHad) {
      code = dialect.code(noneToBeHad);
      read = false; // What the caller is told says nothing of the token.
      return new Next.Instead(dialect.refused(request, noneToBeHad));
    }
    if (other.isEmpty()) {
      return new Next.AsItCame();
    }
    inUse = other.get();
    return new Next.Again(tokened.with.apply(other.get()));
  }

  @Override
  public boolean repeatable() {
    return repeatable;
  }

  @Override
  public boolean rewrites() {
    return rewriting != null;
  }

  @Override
  public byte[] rewritten(int status, byte[] body) {
    this.status = status;
    code = dialect.code(status, new String(body, StandardCharsets.UTF_8));
    return rewriting == null ? body : rewriting.apply(body);
  }

  @Override
  public Answer.Whole failed(Failure how) {
    failure = how;
    code = "";
    return dialect.failed(request, how);
  }

  @Override
  public void ended(Ending ending) {
    boolean judged = read && failure == null;
    if (tokened != null && inUse != null && judged && dialect.provesLife(status, code)) {
      tokened.alive.accept(inUse);
    }
    done.ended(outcome(ending), ending);
  }

  private String outcome(Ending ending) {
    if (failure != null) {
      return switch (failure) {
        case NOT_SENT -> "unreachable";
        case ANSWER_LOST -> "lost";
        case NOT_SHOWABLE -> "unreadable";
      };
    }
    if (ending.status() == 0) {
      return "hung_up";
    }
    if (!ending.whole()) {
      return "lost";
    }
    if (!code.isEmpty()) {
      return code;
    }
    return ending.status() < 400 ? "ok" : "status_" + ending.status();
  }
}
