package io.lingpai.acceptance.callbacks;

import io.lingpai.acceptance.callbacks.Account.Push;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An app whose messages are passed on, and the services they are passed on to. */
abstract class Forwarding {

  static final String SECRET = whsec("one secret of the shop");
  static final String NEXT = whsec("the next one of the shop");
  static final String REPLY =
      "<xml><ToUserName><![CDATA[o1]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>"
          + "<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[欢迎]]></Content></xml>";

  @TempDir private Path data;
  final Account account = Account.any();
  private final List<AutoCloseable> open = new ArrayList<>();
  Station station;

  @BeforeEach
  void open() throws Exception {
    station = new Station(data, Map.of());
  }

  @AfterEach
  void close() throws Exception {
    station.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  Service service() throws Exception {
    Service service = new Service();
    open.add(service);
    return service;
  }

  String shop(Map<?, ?>... forward) throws Exception {
    return station.with("shop", account, "secure", List.of(forward));
  }

  static Map<String, Object> json(Service service, Map<String, ?> more) {
    Map<String, Object> target = new HashMap<>(more);
    target.put("url", service.url() + "/hook");
    return target;
  }

  Http.Answer push(String url, Push push) throws Exception {
    return station.http.post(url + push.query(), push.body());
  }

  static String opened(Account account, String answer) {
    WxCryptUtil crypto = account.crypto();
    return crypto.decryptXml(
        part(answer, "MsgSignature"), part(answer, "TimeStamp"), part(answer, "Nonce"), answer);
  }

  static String part(String xml, String name) {
    return xml.replaceAll(
        "(?s).*<" + name + ">(<!\\[CDATA\\[)?(.*?)(\\]\\]>)?</" + name + ">.*", "$2");
  }

  static String whsec(String text) {
    return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
