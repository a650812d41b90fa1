package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.call.CallLog;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.fault.FaultPlan;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Html;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChat;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Everything under {@code /_sandbox/}: the words a test says in Java, said over HTTP. A call that
 * came from a form of the page leads back to the page.
 */
public final class Control {
  private static final String ROOT = "/_sandbox/";
  private static final String APPS = ROOT + "apps/";
  private static final String COMPONENTS = ROOT + "components/";
  private static final String DINGTALK = ROOT + "dingtalk/";
  private static final int CALLS_SHOWN = 100;

  /** Of thousands that were seeded nobody wants to see all. */
  private static final int APPS_SHOWN = 500;

  private final WeChat wechat;
  private final FaultPlan faults;
  private final CallLog calls;
  private final Runnable reset;
  private final AppActions actions;
  private final MiniActions miniActions;
  private final ComponentActions componentActions;
  private final DingTalkActions dingtalkActions;
  private final Page page;

  public Control(
      WeChat wechat, DingTalk dingtalk, FaultPlan faults, CallLog calls, Runnable reset) {
    this.wechat = wechat;
    this.faults = faults;
    this.calls = calls;
    this.reset = reset;
    this.actions = new AppActions(wechat);
    this.miniActions = new MiniActions(wechat);
    this.componentActions = new ComponentActions(wechat);
    this.dingtalkActions = new DingTalkActions(dingtalk);
    this.page = new Page(wechat, dingtalk, faults, calls);
  }

  public Answer answer(Request request) {
    if (!request.method().equals("GET") && fromAnotherSite(request)) {
      return Answer.json(403, problem("the page that sent this is not the sandbox's own"));
    }
    try {
      return switch (request.method()) {
        case "GET" -> read(request);
        case "POST" -> act(request);
        case "DELETE" -> clear(request);
        default -> Answer.json(405, problem("expected: GET, POST or DELETE"));
      };
    } catch (IllegalArgumentException wrong) {
      return Answer.json(400, problem(String.valueOf(wrong.getMessage())));
    }
  }

  /** Browsers say where a form came from; scripts say nothing and are let in. */
  private static boolean fromAnotherSite(Request request) {
    Optional<String> origin = request.header("origin");
    String own = "http://" + request.header("host").orElse("");
    return origin.isPresent() && !origin.get().equals(own);
  }

  private Answer read(Request request) {
    return switch (request.path()) {
      case "/" -> page.show(request);
      case Html.STYLE -> Html.style();
      case ROOT + "state" -> Answer.json(200, state(request.parameter("reveal").isPresent()));
      case ROOT + "faults" -> Answer.json(200, Json.object().set("faults", pending()));
      case ROOT + "calls" -> Answer.json(200, asked(request));
      case ROOT + "dingtalk" -> Answer.json(200, dingtalkActions.state());
      case ROOT + "pushes" -> Answer.json(200, pushed(request));
      default -> readOne(request);
    };
  }

  /** One app's messages, users and credentials, or one platform with all who authorized it. */
  private Answer readOne(Request request) {
    String path = request.path();
    boolean reveal = request.parameter("reveal").isPresent();
    if (path.startsWith(APPS)) {
      String[] parts = path.substring(APPS.length()).split("/", 2);
      if (parts.length == 1) {
        return Answer.json(200, AppJson.write(wechat.behind(parts[0]).view(), reveal));
      }
      return switch (parts[1]) {
        case "messages" -> Answer.json(200, MessagingActions.messages(wechat.users(parts[0])));
        case "users" -> Answer.json(200, MessagingActions.users(wechat.users(parts[0])));
        default -> nothingHere(request);
      };
    }
    if (path.startsWith(COMPONENTS)) {
      String[] parts = path.substring(COMPONENTS.length()).split("/", 2);
      ComponentDesk platform = wechat.component(parts[0]);
      if (parts.length == 1) {
        return Answer.json(200, ComponentJson.write(platform.view(), reveal));
      }
      if (parts[1].equals("authorizers")) {
        ArrayNode accounts = Json.array();
        platform.authorizers().forEach(accounts::add);
        return Answer.json(200, Json.object().set("authorizers", accounts));
      }
    }
    return nothingHere(request);
  }

  private Answer act(Request request) {
    Input input = Input.of(request);
    String path = request.path();
    ObjectNode done = Json.object().put("done", true);
    if (path.equals(ROOT + "reset")) {
      input.only();
      reset.run();
    } else if (path.equals(ROOT + "faults")) {
      faults.add(FaultJson.read(input));
      done.set("faults", pending());
    } else if (path.equals(ROOT + "faults/clear")) {
      input.only();
      faults.clear();
    } else if (path.equals(ROOT + "apps")) {
      WeChatApp app = AppJson.read(input);
      wechat.add(app);
      done.put("appid", app.appid());
    } else if (path.equals(ROOT + "components")) {
      WeChatComponent platform = ComponentJson.read(input);
      wechat.add(platform);
      done.put("appid", platform.appid());
    } else if (path.startsWith(APPS)) {
      String[] parts = path.substring(APPS.length()).split("/", 2);
      if (parts.length < 2
          || !(miniActions.act(parts[0], parts[1], input, done)
              || actions.act(parts[0], parts[1], input, done))) {
        return nothingHere(request);
      }
    } else if (path.startsWith(COMPONENTS)) {
      String[] parts = path.substring(COMPONENTS.length()).split("/", 2);
      if (parts.length < 2 || !componentActions.act(parts[0], parts[1], input, done)) {
        return nothingHere(request);
      }
    } else if (path.startsWith(DINGTALK)) {
      String[] parts = path.substring(DINGTALK.length()).split("/", 2);
      if (parts.length < 2 || !dingtalkActions.act(parts[0], parts[1], input, done)) {
        return nothingHere(request);
      }
    } else {
      return nothingHere(request);
    }
    return answered(request, done);
  }

  /** Scripts get JSON; the page is shown again, but for what is worth being seen. */
  private static Answer answered(Request request, ObjectNode done) {
    if (request.form().isEmpty()) {
      return Answer.json(200, done);
    }
    Language in = Language.of(request);
    String path = request.path();
    if (!path.endsWith("/" + MiniActions.OPEN)
        && !(path.startsWith(DINGTALK) && path.endsWith("/login"))) {
      return Answer.seeOther("/?lang=" + in.tag());
    }
    return request.header("accept").orElse("").contains("html")
        ? Page.brought(done, in)
        : Answer.json(200, done);
  }

  private Answer clear(Request request) {
    if (!request.path().equals(ROOT + "faults")) {
      return nothingHere(request);
    }
    faults.clear();
    return Answer.json(200, Json.object().put("done", true));
  }

  private ObjectNode state(boolean reveal) {
    ObjectNode state = Json.object().put("calls_total", calls.total());
    ArrayNode apps = state.putArray("apps");
    List<WeChatApp> all = wechat.apps();
    state.put("apps_total", all.size());
    all.stream()
        .limit(APPS_SHOWN)
        .map(app -> wechat.behind(app.appid()).view())
        .forEach(view -> apps.add(AppJson.write(view, reveal)));
    ArrayNode components = state.putArray("components");
    wechat.components().stream()
        .map(platform -> wechat.component(platform.appid()).view())
        .forEach(view -> components.add(ComponentJson.write(view, reveal)));
    state.set("faults", pending());
    ObjectNode counts = state.putObject("calls");
    calls.byPath().forEach(counts::put);
    return state;
  }

  private ArrayNode pending() {
    ArrayNode pending = Json.array();
    faults.pending().forEach(fault -> pending.add(FaultJson.write(fault)));
    return pending;
  }

  private ObjectNode asked(Request request) {
    int limit = request.parameter("limit").map(Integer::valueOf).orElse(CALLS_SHOWN);
    Optional<String> path = request.parameter("path");
    Optional<String> app = request.parameter("app");
    ObjectNode told = Json.object().put("total", calls.total());
    ArrayNode list = told.putArray("calls");
    calls.newestFirst(Integer.MAX_VALUE).stream()
        .filter(call -> path.isEmpty() || path.get().equals(call.path()))
        .filter(call -> app.isEmpty() || app.get().equals(call.app()))
        .limit(limit)
        .forEach(call -> list.add(AppJson.write(call)));
    return told;
  }

  private ObjectNode pushed(Request request) {
    int limit = request.parameter("limit").map(Integer::valueOf).orElse(CALLS_SHOWN);
    Optional<String> account = request.parameter("account");
    Optional<String> kind = request.parameter("kind");
    boolean reveal = request.parameter("reveal").isPresent();
    List<Delivery> newestFirst = new ArrayList<>(wechat.pushes().all());
    Collections.reverse(newestFirst);
    ObjectNode told = Json.object();
    ArrayNode list = told.putArray("pushes");
    newestFirst.stream()
        .filter(one -> account.isEmpty() || account.get().equals(one.push().account()))
        .filter(one -> kind.isEmpty() || kind.get().equals(one.push().kind()))
        .limit(limit)
        .forEach(one -> list.add(PushJson.write(one, reveal)));
    return told;
  }

  private static Answer nothingHere(Request request) {
    return Answer.json(404, problem("nothing at " + request.method() + " " + request.path()));
  }

  private static ObjectNode problem(String text) {
    return Json.object().put("error", text);
  }
}
