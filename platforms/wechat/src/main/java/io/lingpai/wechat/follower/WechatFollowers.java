package io.lingpai.wechat.follower;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.credential.VendorError;
import io.lingpai.follower.FollowerSource;
import io.lingpai.follower.Told;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.Finding;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.Outcomes;
import io.lingpai.wechat.WechatErrors;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The followers of an official account, own or on behalf.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html">user
 *     information</a>
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/User_Management/Getting_a_User_List.html">user
 *     list</a>
 */
public final class WechatFollowers implements FollowerSource {

  private static final int AT_ONCE = 100;

  private final String host;
  private final Http http;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatFollowers(URI host, Http http) {
    String base = host.toString();
    this.host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Finding<Told> ask(Secret token, String openid, Duration answerWithin) {
    return send(
        Http.Request.get(
            uri("/cgi-bin/user/info", token, "&openid=" + encoded(openid) + "&lang=zh_CN")),
        token,
        answerWithin,
        WechatFollowers::told);
  }

  @Override
  public Finding<List<Told>> askSeveral(Secret token, List<String> openids, Duration answerWithin) {
    ObjectNode body = Answer.JSON.createObjectNode();
    ArrayNode users = body.putArray("user_list");
    openids.forEach(openid -> users.addObject().put("openid", openid).put("lang", "zh_CN"));
    return send(
        Http.Request.post(uri("/cgi-bin/user/info/batchget", token, ""), body.toString()),
        token,
        answerWithin,
        WechatFollowers::several);
  }

  @Override
  public Finding<Listed> list(Secret token, String after, Duration answerWithin) {
    String from = after.isEmpty() ? "" : "&next_openid=" + encoded(after);
    return send(
        Http.Request.get(uri("/cgi-bin/user/get", token, from)),
        token,
        answerWithin,
        WechatFollowers::listed);
  }

  private <T> Finding<T> send(
      Http.Request request, Secret token, Duration within, Function<JsonNode, Optional<T>> read) {
    return switch (Answer.read(http.send(request, within))) {
      case Answer.Good(JsonNode json) ->
          read.apply(json)
              .<Finding<T>>map(Finding.Found::new)
              .orElseGet(() -> unavailable("the answer holds nothing of what was asked for"));
      case Answer.Refusal(int code, String said) -> refused(code, VendorWords.clean(said, token));
      case Answer.NoAnswer(String why) -> unavailable(why);
      case Answer.NotAsked(String why) -> unavailable(why);
    };
  }

  private static <T> Finding<T> refused(int code, String said) {
    ErrorTable.Line entry = WechatErrors.of(code);
    VendorError error = WechatErrors.error(code, said);
    if (WechatErrors.provesDeath(code)) {
      return new Finding.TokenDead<>(error);
    }
    return switch (entry.sort()) {
      case USER -> new Finding.NotThisOne<>(error);
      case TRANSIENT -> new Finding.Unavailable<>(error, false);
      case QUOTA ->
          new Finding.TooMany<>(
              error, code == WechatErrors.MINUTE_QUOTA ? Duration.ofMinutes(1) : Duration.ZERO);
      case CREDENTIAL_DEAD, FAULT, RISK -> new Finding.AppRefused<>(error);
    };
  }

  private static <T> Finding<T> unavailable(String why) {
    return new Finding.Unavailable<>(Outcomes.network(why), false);
  }

  private static Optional<List<Told>> several(JsonNode json) {
    JsonNode list = json.path("user_info_list");
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<Told> all = new ArrayList<>();
    for (JsonNode one : list) {
      told(one).ifPresent(all::add);
    }
    return Optional.of(all);
  }

  /** Of somebody who does not follow WeChat says next to nothing, so only two fields are needed. */
  private static Optional<Told> told(JsonNode json) {
    String openid = text(json, "openid");
    OptionalLong subscribe = Answer.number(json.path("subscribe"));
    if (openid == null || subscribe.isEmpty()) {
      return Optional.empty();
    }
    boolean subscribed = subscribe.getAsLong() == 1;
    OptionalLong since = Answer.number(json.path("subscribe_time"));
    return Optional.of(
        new Told(
            openid,
            subscribed,
            subscribed && since.isPresent() && since.getAsLong() > 0
                ? Instant.ofEpochSecond(since.getAsLong())
                : null,
            text(json, "unionid"),
            subscribed ? text(json, "subscribe_scene") : null,
            subscribed ? code(json) : null,
            subscribed ? Secret.of(json.toString()) : null));
  }

  /** A code's scene is a number or a text, and each has a field of its own. */
  private static @Nullable String code(JsonNode json) {
    String text = text(json, "qr_scene_str");
    OptionalLong number = Answer.number(json.path("qr_scene"));
    if (text != null || number.isEmpty() || number.getAsLong() == 0) {
      return text;
    }
    return Long.toString(number.getAsLong());
  }

  /** The last page has no {@code data}. */
  private static Optional<Listed> listed(JsonNode json) {
    OptionalLong total = Answer.number(json.path("total"));
    OptionalLong count = Answer.number(json.path("count"));
    if (total.isEmpty() || count.isEmpty()) {
      return Optional.empty();
    }
    List<String> openids = new ArrayList<>();
    json.path("data").path("openid").forEach(openid -> openids.add(openid.asText()));
    String next = text(json, "next_openid");
    return Optional.of(
        new Listed(total.getAsLong(), openids, next == null || openids.isEmpty() ? "" : next));
  }

  private static @Nullable String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  private URI uri(String path, Secret token, String more) {
    return URI.create(host + path + "?access_token=" + encoded(token.reveal()) + more);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
