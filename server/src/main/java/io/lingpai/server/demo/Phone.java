package io.lingpai.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.wechat.ClientData;
import io.lingpai.sandbox.wechat.WeChat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The WeChat or DingTalk client that a page runs in. A browser has neither {@code wx} nor {@code
 * dd}, so the pages ask here for what these would have brought.
 */
public final class Phone {

  private final Sandbox sandbox;

  public Phone(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Who may hold the phone that runs the mini program: names by openid. */
  Map<String, String> people() {
    Map<String, String> people = new LinkedHashMap<>();
    wechat()
        .behind(SampleApps.MINI)
        .view()
        .people()
        .forEach(person -> people.put(person.openid(), person.nickname()));
    return people;
  }

  /** Who works for the company: names by user id. */
  Map<String, String> employees() {
    Map<String, String> people = new LinkedHashMap<>();
    crew().company().people().forEach(person -> people.put(person.userid(), person.name()));
    return people;
  }

  /**
   * Does what a client would.
   *
   * @throws IllegalArgumentException when there is no such action, or no such person
   */
  ObjectNode answer(String action, JsonNode in) {
    ObjectNode told = Json.object();
    switch (action) {
      case "mini/login" ->
          told.put("code", wechat().users(SampleApps.MINI).opensMiniProgram(text(in, "openid")));
      case "mini/profile" -> {
        ClientData.Lie lie = ClientData.Lie.spelled(text(in, "lie"));
        ClientData data = wechat().client(SampleApps.MINI).profile(text(in, "openid"), lie);
        told.put("raw_data", data.rawData())
            .put("signature", data.signature())
            .put("encrypted_data", data.encryptedData())
            .put("iv", data.iv());
      }
      case "mini/phone" ->
          told.put("code", wechat().client(SampleApps.MINI).sharesPhoneNumber(text(in, "openid")));
      case "mini/asked" ->
          told.put("times", sandbox.calls().count("/sns/jscode2session", SampleApps.MINI));
      case "crew/code" -> told.put("code", crew().opens(text(in, "userid")));
      case "crew/config" ->
          told.put(
              "says",
              crew()
                  .pageSays(
                      text(in, "agentId"),
                      text(in, "corpId"),
                      text(in, "page"),
                      text(in, "nonceStr"),
                      text(in, "timeStamp"),
                      text(in, "signature")));
      case "shop/config" ->
          told.put(
              "says",
              wechat()
                  .behind(SampleApps.SHOP)
                  .pageSays(
                      text(in, "page"),
                      text(in, "timestamp"),
                      text(in, "nonceStr"),
                      text(in, "signature")));
      default -> throw new IllegalArgumentException("no action " + action);
    }
    return told;
  }

  private WeChat wechat() {
    return sandbox.wechat();
  }

  private Desk crew() {
    return sandbox.dingtalk().app(SampleApps.CREW);
  }

  private static String text(JsonNode in, String name) {
    return in.path(name).asText();
  }
}
