package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.vendor.Values;
import io.lingpai.sandbox.vendor.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays WeChat, and lets the one who runs the sandbox do what happens behind its scenes: add apps,
 * end tokens, be the administrator. One lock guards it all; nothing under it blocks.
 */
public final class WeChat implements Vendor {
  private static final String CONTENT_TYPE = "application/json; encoding=utf-8";

  private final InstantSource clock;
  private final World world;
  private final TokenEndpoints tokens;
  private final ConsentPage consent;
  private final PostOffice post;
  private final Postman postman;
  private final Authorizing authorizing;
  private final AuthorizationPage authorizationPage;
  private final Map<String, Route> routes;
  private final Object lock = new Object();

  /**
   * @param usualLife of tokens and tickets, where an app has no life of its own
   * @param tokenLength characters of a token
   * @param post brings pushes to their callback URLs
   */
  public WeChat(
      InstantSource clock, Values values, Duration usualLife, int tokenLength, PostOffice post) {
    this.clock = clock;
    this.post = post;
    this.world = new World(values, usualLife, tokenLength);
    this.tokens = new TokenEndpoints(world);
    this.consent = new ConsentPage(world);
    this.postman = new Postman(world, post);
    this.authorizing = new Authorizing(world, postman);
    this.authorizationPage = new AuthorizationPage(world, authorizing);
    this.routes =
        Stream.of(
                tokens.routes(),
                new TicketEndpoints(world).routes(),
                new QuotaEndpoints(world, this::routes).routes(),
                new AddressEndpoints().routes(),
                new WebLoginEndpoints(world).routes(),
                new MiniLoginEndpoint(world).routes(),
                new MiniSessionEndpoints(world).routes(),
                new FollowerEndpoints().routes(),
                new QrCodeEndpoint(world).routes(),
                new ComponentEndpoints(world).routes(),
                new AuthorizerEndpoints().routes())
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Route::path, Function.identity()));
  }

  @Override
  public String name() {
    return "wechat";
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith("/cgi-bin/")
        || path.startsWith("/sns/")
        || path.startsWith("/wxa/")
        || path.equals(ConsentPage.PATH)
        || AuthorizationPage.owns(path);
  }

  @Override
  public Optional<String> appOf(Request request) {
    Optional<String> named =
        request
            .parameter("appid")
            .or(() -> Json.parseObject(request.body()).flatMap(WeChat::namedIn))
            .or(() -> request.parameter("component_appid"));
    synchronized (lock) {
      return named
          .or(() -> request.parameter("access_token").flatMap(world::appidOfToken))
          .or(() -> request.parameter("component_access_token").flatMap(world::appidOfToken));
    }
  }

  /** Of an account and a platform, the account is the one it is about. */
  private static Optional<String> namedIn(ObjectNode body) {
    return Stream.of("appid", "authorizer_appid", "component_appid")
        .map(field -> body.path(field).asText(""))
        .filter(appid -> !appid.isEmpty())
        .findFirst();
  }

  @Override
  public Answer answer(Request request) {
    synchronized (lock) {
      Instant now = clock.instant();
      if (request.path().equals(ConsentPage.PATH)) {
        return consent.answer(request, now);
      }
      if (AuthorizationPage.owns(request.path())) {
        return authorizationPage.answer(request, now);
      }
      try {
        return success(request, perform(request, now));
      } catch (Refusal refusal) {
        return refused(request, refusal, now);
      }
    }
  }

  private Map<String, Route> routes() {
    return routes;
  }

  private ObjectNode perform(Request request, Instant now) {
    Route route = routes.get(request.path());
    if (route == null) {
      throw new Refusal(40066);
    }
    Call call = new Call(world, route, request, now);
    call.admit();
    return route.handler().answer(call);
  }

  @Override
  public Answer refusal(Request request, int code) {
    synchronized (lock) {
      return refused(request, Refusal.seeing(code, world.addressOf(request)), clock.instant());
    }
  }

  private static Answer success(Request request, ObjectNode body) {
    return asWeChat(request, new Answer(200, CONTENT_TYPE, Json.write(body), 0, Map.of()));
  }

  private Answer refused(Request request, Refusal refusal, Instant now) {
    String rid = world.rids.next(now);
    String body =
        Json.write(
            Json.object().put("errcode", refusal.code()).put("errmsg", refusal.textWith(rid)));
    world.rids.keep(rid, new Rids.Incident(now, appOf(request), request, body));
    return asWeChat(request, new Answer(200, CONTENT_TYPE, body, refusal.code(), Map.of()));
  }

  /** Connections end with a token's answer, as seen at the real one. */
  private static Answer asWeChat(Request request, Answer answer) {
    boolean token =
        request.path().equals(TokenEndpoints.CLASSIC)
            || request.path().equals(TokenEndpoints.STABLE);
    return token ? answer.with("Connection", "close") : answer;
  }

  @Override
  public void reset() {
    synchronized (lock) {
      world.clear();
      post.reset();
    }
  }

  /** Adds an app, or starts afresh with one that was there. */
  public void add(WeChatApp app) {
    synchronized (lock) {
      Duration life = app.life() == null ? world.usualLife : app.life();
      world.apps.put(app.appid(), new App(app, life, clock.instant()));
    }
  }

  /** Adds a third-party platform, or starts afresh with one that was there. */
  public void add(WeChatComponent component) {
    synchronized (lock) {
      Duration life = component.life() == null ? world.usualLife : component.life();
      world.components.put(component.appid(), new Component(component, life, clock.instant()));
    }
  }

  public List<WeChatComponent> components() {
    synchronized (lock) {
      return world.components.values().stream().map(one -> one.setup).toList();
    }
  }

  /** Does what is due by now: the tickets of every ten minutes. */
  public void tick() {
    synchronized (lock) {
      postman.pushDueTickets(clock.instant());
    }
  }

  /** What was pushed and how it was answered. */
  public PostOffice pushes() {
    return post;
  }

  /** The phones of those who use a mini program. */
  public MiniClient client(String appid) {
    return new MiniClient(world, users(appid));
  }

  /** What only those behind WeChat's scenes may do with one third-party platform. */
  public ComponentDesk component(String appid) {
    return new ComponentDesk(world, postman, authorizing, post, clock, lock, appid);
  }

  public List<WeChatApp> apps() {
    synchronized (lock) {
      return world.apps.values().stream().map(app -> app.setup).toList();
    }
  }

  public void rules(WeChatRules rules) {
    synchronized (lock) {
      world.rules = rules;
    }
  }

  /** Makes every caller look as if it called from here; null ends that. */
  public void seesCallersAs(@Nullable String address) {
    synchronized (lock) {
      world.seenAddress = address;
    }
  }

  /** The people who use one app. */
  public Users users(String appid) {
    return new Users(world, postman, clock, lock, appid);
  }

  /** What only those behind WeChat's scenes may do with one app. */
  public BehindTheScenes behind(String appid) {
    return new BehindTheScenes(world, tokens, post, clock, lock, appid);
  }
}
