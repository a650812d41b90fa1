package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.callback.Push;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words what WeChat has to tell, and brings it to whoever is to be told. Under WeChat's lock. */
final class Postman {
  /** Above 2⁵³, as WeChat's are, so that whoever reads them as doubles is found out. */
  private static final long FIRST_MESSAGE = 24_000_000_000_000_001L;

  private final World world;
  private final PostOffice post;
  private long messages = FIRST_MESSAGE;

  Postman(World world, PostOffice post) {
    this.world = world;
    this.post = post;
  }

  /** The tickets that are due. */
  void pushDueTickets(Instant now) {
    for (Component component : world.components.values()) {
      if (component.pushing && component.events != null && !now.isBefore(component.nextPush)) {
        pushTicket(component, now);
      }
    }
  }

  Delivery pushTicket(Component component, Instant now) {
    // After hours that were stepped over, one ticket is owed and not one for each ten minutes.
    component.nextPush = now.plus(component.scaled(Component.BETWEEN_TICKETS));
    Component.Ticket ticket = component.newTicket(world.values, now);
    Map<String, Object> fields = information(component, "component_verify_ticket", now);
    fields.put("ComponentVerifyTicket", ticket.value());
    return tell(component, component.appid(), fields);
  }

  Delivery authorized(
      Authorization authorization,
      String type,
      String code,
      Instant codeExpires,
      String preAuthCode,
      Instant now) {
    Map<String, Object> fields = information(authorization.component, type, now);
    fields.put("AuthorizerAppid", authorization.appid());
    fields.put("AuthorizationCode", code);
    fields.put("AuthorizationCodeExpiredTime", codeExpires.getEpochSecond());
    fields.put("PreAuthCode", preAuthCode);
    return tell(authorization.component, authorization.appid(), fields);
  }

  Delivery unauthorized(Authorization authorization, Instant now) {
    Map<String, Object> fields = information(authorization.component, "unauthorized", now);
    fields.put("AuthorizerAppid", authorization.appid());
    return tell(authorization.component, authorization.appid(), fields);
  }

  private static Map<String, Object> information(Component component, String type, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("AppId", component.appid());
    fields.put("CreateTime", now.getEpochSecond());
    fields.put("InfoType", type);
    return fields;
  }

  private Delivery tell(Component component, String account, Map<String, Object> fields) {
    Callback callback = component.events;
    if (callback == null) {
      throw new IllegalArgumentException(component.appid() + " has no callback URL");
    }
    String kind = String.valueOf(fields.get("InfoType"));
    return post.send(
        new Push(component.appid(), account, kind, callback, component.appid(), null, fields));
  }

  boolean canTell(Component component) {
    return component.events != null;
  }

  Delivery text(App app, @Nullable Component onlyTo, String openid, String content, Instant now) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("Content", content);
    more.put("MsgId", messages++);
    return first(app, message(app, onlyTo, openid, "text", more, now));
  }

  /** Brings an event to the account's own callback and to every platform it authorized. */
  List<Delivery> event(
      App app,
      @Nullable Component onlyTo,
      String openid,
      String event,
      Map<String, Object> more,
      Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Event", event);
    fields.putAll(more);
    return message(app, onlyTo, openid, "event", fields, now);
  }

  /** Anything at all, as somebody composed it. */
  List<Delivery> message(
      App app,
      @Nullable Component onlyTo,
      String openid,
      String type,
      Map<String, Object> more,
      Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ToUserName", app.userName());
    fields.put("FromUserName", openid);
    fields.put("CreateTime", now.getEpochSecond());
    fields.put("MsgType", type);
    fields.putAll(more);
    String kind = type.equals("event") ? "event." + more.get("Event") : type;
    List<Delivery> deliveries = new ArrayList<>();
    Callback own = app.callback;
    if (own != null && onlyTo == null) {
      deliveries.add(
          post.send(new Push(app.appid(), app.appid(), kind, own, app.appid(), openid, fields)));
    }
    for (Component component : world.components.values()) {
      Callback theirs = component.messages;
      Authorization authorization = component.authorizations.get(app.appid());
      if (theirs != null
          && authorization != null
          && authorization.standing
          && (onlyTo == null || onlyTo == component)) {
        Callback callback = theirs.of(app.appid());
        String platform = component.appid();
        deliveries.add(
            post.send(new Push(platform, app.appid(), kind, callback, platform, openid, fields)));
      }
    }
    return deliveries;
  }

  static Delivery first(App app, List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      throw new IllegalArgumentException(
          app.appid() + " has no callback URL and authorized no platform that has one");
    }
    return deliveries.get(0);
  }
}
