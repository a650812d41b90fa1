package io.lingpai.server.proxy;

import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Errand;
import io.lingpai.server.http.Outgoing;
import io.lingpai.server.http.Request;
import io.lingpai.server.wire.WechatShape;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call that is passed on to WeChat. */
final class VendorCall implements Errand {

  private final Request request;
  private final Outgoing first;
  private final @Nullable Tokened tokened;
  private final @Nullable UnaryOperator<byte[]> rewriting;
  private final boolean repeatable;
  private final Done done;
  private @Nullable Secret inUse;
  private boolean read;
  private int code;
  private @Nullable Failure failure;

  /**
   * @param tokened how to send it with another token; null if no app's token is in it
   * @param rewriting makes of the vendor's answer what the caller may see; null if that is the same
   */
  VendorCall(
      Request request,
      Outgoing first,
      @Nullable Tokened tokened,
      @Nullable UnaryOperator<byte[]> rewriting,
      boolean repeatable,
      Done done) {
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
      CredentialKey key,
      Healing healing,
      Function<Secret, Outgoing> with,
      Consumer<Secret> alive) {}

  /** Hears how a call ended. */
  @FunctionalInterface
  interface Done {
    void ended(String outcome, int code, Ending ending);
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
    code = Codes.of(beginning);
    read = !beginning.isEmpty();
    return tokened != null && Codes.saysDead(code);
  }

  @Override
  public @Nullable Outgoing again(Outgoing refused) throws InterruptedException {
    Secret dead = refused.token();
    if (tokened == null || dead == null) {
      return null;
    }
    Secret other = tokened.healing.insteadOf(tokened.key, dead).orElse(null);
    if (other == null) {
      return null;
    }
    inUse = other;
    return tokened.with.apply(other);
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
    code = Codes.of(new String(body, StandardCharsets.UTF_8));
    return rewriting == null ? body : rewriting.apply(body);
  }

  @Override
  public Answer.Whole failed(Failure how) {
    failure = how;
    code = -1;
    // SDKs repeat a call that was answered with -1. That is right for one that never left, and for
    // no other: a status that is not 200 makes them give up.
    return switch (how) {
      case NOT_SENT ->
          WechatShape.answer(200, request, -1, "system error: the vendor cannot be reached");
      case ANSWER_LOST ->
          WechatShape.answer(
              502, request, -1, "system error: the vendor's answer was lost; it may have acted");
      case NOT_SHOWABLE ->
          WechatShape.answer(
              502, request, -1, "system error: the vendor's answer cannot be passed on");
    };
  }

  @Override
  public void ended(Ending ending) {
    if (tokened != null && inUse != null && read && failure == null && Codes.provesLife(code)) {
      tokened.alive.accept(inUse);
    }
    done.ended(outcome(ending), code, ending);
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
    if (code != 0) {
      return Integer.toString(code);
    }
    return ending.status() < 400 ? "ok" : "status_" + ending.status();
  }
}
