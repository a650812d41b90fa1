package io.lingpai.wechat.component;

import io.lingpai.app.App;
import io.lingpai.authorization.AuthorizationJobs;
import io.lingpai.callback.Effect;
import io.lingpai.callback.Meaning;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening.Opened;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What WeChat tells a third-party platform about itself: tickets, authorizations, withdrawals. All
 * of it is signed with the platform's own key and names the platform, so that several on one server
 * are never mixed.
 */
public final class ComponentMessages implements Meaning {

  @Override
  public List<Effect> of(App app, Message message, Opened opened) {
    if (!app.platform().equals(WechatComponent.NAME)) {
      return List.of();
    }
    Optional<NewJob> job =
        opened.field("AppId").equals(app.vendorId())
            ? told(app, message, opened)
            : ReleaseCheck.job(app, message, opened);
    return job.<List<Effect>>map(one -> List.of(new Effect.Enqueued(one))).orElse(List.of());
  }

  private static Optional<NewJob> told(App app, Message message, Opened opened) {
    String account = opened.field("AuthorizerAppid");
    String code = opened.field("AuthorizationCode");
    String ticket = opened.field("ComponentVerifyTicket");
    String at = seconds(message, opened);
    return switch (opened.field("InfoType")) {
      case "component_verify_ticket" ->
          ticket.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  job(
                      AuthorizationJobs.PUSH,
                      app,
                      message,
                      Map.of(AuthorizationJobs.HEARD_AT, at),
                      Map.of(AuthorizationJobs.TICKET, Secret.of(ticket))));
      case "authorized", "updateauthorized" ->
          account.isEmpty() || code.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  job(
                      AuthorizationJobs.AUTHORIZED,
                      app,
                      message,
                      about(account, at),
                      Map.of(AuthorizationJobs.CODE, Secret.of(code))));
      case "unauthorized" ->
          account.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  job(AuthorizationJobs.WITHDRAWN, app, message, about(account, at), Map.of()));
      default -> Optional.empty();
    };
  }

  private static Map<String, String> about(String account, String at) {
    return Map.of(AuthorizationJobs.ACCOUNT, account, AuthorizationJobs.HEARD_AT, at);
  }

  /** The vendor's own time; ours only if it gave none. */
  private static String seconds(Message message, Opened opened) {
    String at = opened.field("CreateTime");
    return at.matches("[0-9]{1,12}") ? at : Long.toString(message.receivedAt().getEpochSecond());
  }

  /** Named after the message, so that a message kept once is done once. */
  static NewJob job(
      String kind,
      App app,
      Message message,
      Map<String, String> about,
      Map<String, Secret> payload) {
    return new NewJob(
        message.id() + "-" + kind,
        kind,
        Lane.URGENT,
        app.name(),
        kind,
        null,
        null,
        about,
        payload,
        Duration.ZERO,
        false,
        null);
  }
}
