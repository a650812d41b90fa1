package io.lingpai.server.login;

import io.lingpai.member.MemberStore;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.session.Session;
import io.lingpai.session.Session.Holder;
import io.lingpai.session.SessionStore;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is this, and log out. A session names its app, so the address does not; a key may ask about
 * sessions of the apps it may log people in to, and to it all others do not exist.
 */
public final class SessionCalls {

  private final Authorization authorization;
  private final Sessions sessions;
  private final SessionStore store;
  private final MemberStore members;
  private final Map<Session.Kind, Describer> holders = new EnumMap<>(Session.Kind.class);
  private final InstantSource clock;

  SessionCalls(
      Authorization authorization,
      Sessions sessions,
      SessionStore store,
      MemberStore members,
      InstantSource clock) {
    this.authorization = authorization;
    this.sessions = sessions;
    this.store = store;
    this.members = members;
    this.clock = clock;
    holders.put(Session.Kind.MEMBER, new Describer("member", this::member));
  }

  /**
   * How one sort of holder is shown.
   *
   * @param name of the field
   * @param find the fields, or empty should the holder be gone
   */
  public record Describer(
      String name, Function<Session, Optional<Map<String, @Nullable Object>>> find) {}

  /** Lets a further sort of holder be shown. */
  public void describe(Session.Kind kind, Describer describer) {
    holders.put(kind, describer);
  }

  List<Route> routes() {
    Route.Gate anyLogin =
        request -> {
          authorization.anyKey().admit(request);
          Caller caller = request.caller(Caller.class);
          boolean some =
              caller.admin()
                  || caller.grants().stream()
                      .anyMatch(grant -> grant.action() == Grant.Action.LOGIN);
          if (!some) {
            throw Problem.notAllowed("login:<app>").refusal();
          }
        };
    return List.of(
        Route.gated(
            "POST", "/api/v1/sessions/introspections", "login:{app}", anyLogin, this::introspect),
        Route.gated("POST", "/api/v1/sessions/revocations", "login:{app}", anyLogin, this::revoke));
  }

  private Answer introspect(Request request) {
    Fields fields = Fields.of(request);
    String shown = fields.required("session");
    fields.nothingElse();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    Session session = find(request, shown);
    Describer describer = session == null ? null : holders.get(session.holder().kind());
    Map<String, @Nullable Object> holder =
        session == null || describer == null ? null : describer.find.apply(session).orElse(null);
    if (session == null || describer == null || holder == null) {
      answer.put("active", false);
      return Json.answer(200, answer);
    }
    answer.put("active", true);
    answer.put("app", session.app());
    answer.put(describer.name, holder);
    MemberAnswers.putEnd(answer, "", session.expiresAt(), clock.instant());
    return Json.answer(200, answer);
  }

  private @Nullable Session find(Request request, String shown) {
    Caller caller = request.caller(Caller.class);
    return sessions
        .find(shown)
        .filter(session -> caller.may(Need.of(Grant.Action.LOGIN, session.app())))
        .orElse(null);
  }

  private Optional<Map<String, @Nullable Object>> member(Session session) {
    return members.find(session.app(), session.holder().id()).map(MemberAnswers::shown);
  }

  /** One session, or all of its holder's; or all of a member's, without one in hand. */
  private Answer revoke(Request request) {
    Fields fields = Fields.of(request);
    Optional<String> shown = fields.text("session");
    boolean all = fields.flag("all");
    Optional<String> app = fields.text("app");
    Optional<String> member = fields.text("member");
    fields.nothingElse();
    if (shown.isPresent() == member.isPresent() || app.isPresent() != member.isPresent()) {
      throw fields.wrong(
          "session", "expected `session`, perhaps with `all`; or `app` and `member`");
    }
    int ended =
        shown.isPresent()
            ? end(request, shown.get(), all)
            : endAll(request, app.orElseThrow(), Holder.member(member.orElseThrow()));
    return Json.answer(200, Map.of("revoked", ended));
  }

  private int end(Request request, String shown, boolean all) {
    Session session = find(request, shown);
    if (session == null) {
      return 0;
    }
    if (all) {
      return store.endAll(session.app(), session.holder(), clock.instant());
    }
    return store.end(session.id(), clock.instant()) ? 1 : 0;
  }

  private int endAll(Request request, String app, Holder holder) {
    Authorization.require(request.caller(Caller.class), Need.of(Grant.Action.LOGIN, app));
    return store.endAll(app, holder, clock.instant());
  }
}
