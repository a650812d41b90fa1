package io.lingpai.acceptance.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.aliyun.dingtalkcontact_1_0.models.GetUserHeaders;
import com.aliyun.dingtalkcontact_1_0.models.SearchUserHeaders;
import com.aliyun.dingtalkcontact_1_0.models.SearchUserRequest;
import com.aliyun.dingtalkoauth2_1_0.models.CreateJsapiTicketHeaders;
import com.aliyun.dingtalkoauth2_1_0.models.GetAccessTokenRequest;
import com.aliyun.dingtalkoauth2_1_0.models.GetUserTokenRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import com.dingtalk.api.DefaultDingTalkClient;
import com.dingtalk.api.request.OapiGetJsapiTicketRequest;
import com.dingtalk.api.request.OapiGettokenRequest;
import com.dingtalk.api.request.OapiV2UserGetRequest;
import com.dingtalk.api.response.OapiGetJsapiTicketResponse;
import com.dingtalk.api.response.OapiGettokenResponse;
import com.dingtalk.api.response.OapiV2UserGetResponse;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.testkit.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DingTalk's two Java SDKs, unmodified, with a key of ours for a secret. The newer one takes a host
 * and no path: it is given a port of its own.
 */
class DingTalkSdksTest {

  // The vendor's replication is given a 480th of a life, which is two and a half minutes here.
  private static final Duration LAG = Duration.ofMillis(400);

  private static final RuntimeOptions USUAL = new RuntimeOptions();

  @TempDir Path data;
  private Office office;
  private String ownPort;
  private String key;

  @BeforeEach
  void open() throws Exception {
    ownPort = "127.0.0.1:" + FreePort.next();
    office = new Office(data, 48, Map.of("LINGPAI_WIRE_LISTEN_DINGTALK_API", ownPort));
    key = office.key("proxy:crew");
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void the_older_sdk_is_given_a_token_and_a_ticket_and_calls_are_healed() throws Exception {
    String token = olderToken(key).getAccessToken();
    OapiGetJsapiTicketResponse ticket = olderTicket(token);

    assertThat(token).startsWith("lpv_");
    assertThat(ticket.getErrcode()).isZero();
    assertThat(ticket.getTicket()).contains("SBXTICKET");
    assertThat(person(token).getResult().getName()).isEqualTo("张三");

    Await.past(LAG);
    office.crew.revokesToken(false);

    assertThat(person(token).getResult().getName()).isEqualTo("张三");
    assertThat(office.sandbox.calls().countAnswered(40014)).isEqualTo(1);
  }

  @Test
  void the_older_sdk_understands_refusals() throws Exception {
    assertThat(olderToken("lpk_nobody_" + "x".repeat(40)).getErrcode()).isEqualTo(40089);
    assertThat(person("lpv_" + "A".repeat(60)).getSubCode()).isEqualTo("40014");
  }

  @Test
  void the_newer_sdk_is_given_a_token_and_a_ticket_and_calls_are_healed() throws Exception {
    String token = newerToken(key);

    assertThat(token).startsWith("lpv_");
    assertThat(newerTicket(token)).contains("SBXTICKET");
    assertThat(search(token)).containsExactly("zhang");

    Await.past(LAG);
    office.crew.revokesToken(false);

    assertThat(search(token)).containsExactly("zhang");
    assertThat(office.sandbox.calls().countAnswered(40014)).isEqualTo(1);
  }

  @Test
  void the_newer_sdk_understands_refusals() {
    assertThatExceptionOfType(TeaException.class)
        .isThrownBy(() -> newerToken("lpk_nobody_" + "x".repeat(40)))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("invalidClientIdOrSecret"));
    assertThatExceptionOfType(TeaException.class)
        .isThrownBy(() -> search("lpv_" + "A".repeat(60)))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("InvalidAuthentication"));
  }

  @Test
  void the_newer_sdk_logs_somebody_in_with_tokens_that_are_worth_nothing_elsewhere()
      throws Exception {
    String theirs =
        new com.aliyun.dingtalkoauth2_1_0.Client(config())
            .getUserToken(
                new GetUserTokenRequest()
                    .setClientId(SampleApps.CREW)
                    .setClientSecret(key)
                    .setGrantType("authorization_code")
                    .setCode(office.crew.consents("li")))
            .getBody()
            .getAccessToken();
    GetUserHeaders headers = new GetUserHeaders();
    headers.xAcsDingtalkAccessToken = theirs;

    assertThat(theirs).startsWith("lpu_");
    assertThat(
            new com.aliyun.dingtalkcontact_1_0.Client(config())
                .getUserWithOptions("me", headers, USUAL)
                .getBody()
                .getUnionId())
        .isEqualTo("union-li");
  }

  private OapiGettokenResponse olderToken(String secret) throws Exception {
    OapiGettokenRequest request = new OapiGettokenRequest();
    request.setAppkey(SampleApps.CREW);
    request.setAppsecret(secret);
    request.setHttpMethod("GET");
    return older("/gettoken").execute(request);
  }

  private OapiGetJsapiTicketResponse olderTicket(String token) throws Exception {
    OapiGetJsapiTicketRequest request = new OapiGetJsapiTicketRequest();
    request.setTopHttpMethod("GET");
    return older("/get_jsapi_ticket").execute(request, token);
  }

  private OapiV2UserGetResponse person(String token) throws Exception {
    OapiV2UserGetRequest request = new OapiV2UserGetRequest();
    request.setUserid("zhang");
    return older("/topapi/v2/user/get").execute(request, token);
  }

  private DefaultDingTalkClient older(String path) {
    return new DefaultDingTalkClient(office.url() + "/dingtalk/oapi" + path);
  }

  private String newerToken(String secret) throws Exception {
    return new com.aliyun.dingtalkoauth2_1_0.Client(config())
        .getAccessToken(new GetAccessTokenRequest().setAppKey(SampleApps.CREW).setAppSecret(secret))
        .getBody()
        .getAccessToken();
  }

  private String newerTicket(String token) throws Exception {
    CreateJsapiTicketHeaders headers = new CreateJsapiTicketHeaders();
    headers.xAcsDingtalkAccessToken = token;
    return new com.aliyun.dingtalkoauth2_1_0.Client(config())
        .createJsapiTicketWithOptions(headers, USUAL)
        .getBody()
        .getJsapiTicket();
  }

  private List<String> search(String token) throws Exception {
    SearchUserHeaders headers = new SearchUserHeaders();
    headers.xAcsDingtalkAccessToken = token;
    return new com.aliyun.dingtalkcontact_1_0.Client(config())
        .searchUserWithOptions(
            new SearchUserRequest().setQueryWord("张").setOffset(0).setSize(10), headers, USUAL)
        .getBody()
        .getList();
  }

  private Config config() {
    Config config = new Config();
    config.protocol = "http";
    config.regionId = "central";
    config.endpoint = ownPort;
    return config;
  }
}
