package io.lingpai.wechat.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.login.Identity;
import io.lingpai.login.MiniProgram;
import io.lingpai.login.OnBehalf;
import io.lingpai.login.OpenData;
import io.lingpai.login.Phone;
import io.lingpai.member.Profile;
import io.lingpai.platform.Finding;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.Asking;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Mini programs of WeChat, one's own and, through a component, other people's. */
public final class WechatMiniLogin implements MiniProgram {

  private static final int SIGNATURE_REFUSED = 87009;
  private static final int KEY_GONE = 87007;

  private static final Redemption CODES =
      new Redemption("js_code", "/sns/jscode2session", "/sns/component/jscode2session");

  private final Asking asking;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatMiniLogin(URI host, Http http) {
    this.asking = new Asking(host, http);
  }

  @Override
  public Finding<Identity> exchange(
      App app, String code, @Nullable OnBehalf onBehalf, Duration answerWithin) {
    return CODES.redeem(asking, app, code, onBehalf, answerWithin, WechatMiniLogin::identity);
  }

  private static Optional<Identity> identity(JsonNode json) {
    return Asking.text(json, "openid")
        .flatMap(
            openid ->
                Asking.text(json, "session_key")
                    .map(
                        key ->
                            new Identity(
                                openid,
                                Asking.text(json, "unionid").orElse(null),
                                Secret.of(key))));
  }

  @Override
  public boolean signed(Secret sessionKey, String rawData, String signature) {
    return ClientData.signed(sessionKey, rawData, signature);
  }

  @Override
  public Optional<Profile> profile(String rawData) {
    try {
      JsonNode json = Answer.JSON.readTree(rawData);
      return json.isObject() ? Optional.of(Profiles.ofClient(json)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Override
  public OpenData open(Secret sessionKey, String encryptedData, String iv) {
    return ClientData.open(sessionKey, encryptedData, iv);
  }

  @Override
  public Finding<Phone> phone(
      App app, Secret token, String code, @Nullable String openid, Duration answerWithin) {
    ObjectNode body = Answer.JSON.createObjectNode().put("code", code);
    if (openid != null) {
      body.put("openid", openid);
    }
    return asking.ask(
        "/wxa/business/getuserphonenumber?access_token=" + Asking.encoded(token.reveal()),
        body.toString(),
        sent(token, code),
        true,
        answerWithin,
        json -> phone(json.path("phone_info")));
  }

  private static Optional<Phone> phone(JsonNode json) {
    Optional<String> number = Asking.text(json, "phoneNumber");
    // Declared a text, shown as a number.
    String country = json.path("countryCode").asText("");
    JsonNode watermark = json.path("watermark");
    OptionalLong at = Answer.number(watermark.path("timestamp"));
    return number.map(
        it ->
            new Phone(
                it,
                Asking.text(json, "purePhoneNumber").orElse(it),
                country,
                Asking.text(watermark, "appid").orElse(""),
                at.isPresent() ? Instant.ofEpochSecond(at.getAsLong()) : null));
  }

  @Override
  public Finding<Boolean> isCurrent(
      App app, Secret token, String openid, Secret sessionKey, Duration answerWithin) {
    Finding<Boolean> found =
        asking.ask(
            "/wxa/checksession" + proven(token, openid, sessionKey),
            null,
            sent(token, openid),
            true,
            answerWithin,
            json -> Optional.of(true));
    boolean replaced =
        found instanceof Finding.NotThisOne<Boolean>(var why)
            && (why.code().equals("" + SIGNATURE_REFUSED) || why.code().equals("" + KEY_GONE));
    return replaced ? new Finding.Found<>(false) : found;
  }

  @Override
  public Finding<Secret> reset(
      App app, Secret token, String openid, Secret sessionKey, Duration answerWithin) {
    return asking.ask(
        "/wxa/resetusersessionkey" + proven(token, openid, sessionKey),
        null,
        sent(token, openid),
        true,
        answerWithin,
        json -> Asking.text(json, "session_key").map(Secret::of));
  }

  private static String proven(Secret token, String openid, Secret sessionKey) {
    return "?access_token="
        + Asking.encoded(token.reveal())
        + "&openid="
        + Asking.encoded(openid)
        + "&signature="
        + ClientData.proof(sessionKey)
        + "&sig_method=hmac_sha256";
  }

  private static Secret[] sent(Secret secret, String other) {
    return new Secret[] {secret, Secret.of(other)};
  }
}
