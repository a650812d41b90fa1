package io.lingpai.wechat.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.platform.Finding;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.ScriptedVendor;
import io.lingpai.usage.Quota;
import java.net.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WechatQuotasTest {

  private static final Secret TOKEN = Secret.of("81_token+/");

  @Test
  void the_days_figures_are_read() {
    try (ScriptedVendor vendor =
        ScriptedVendor.that(
            ScriptedVendor.answers(
                200,
                "{\"errcode\":0,\"errmsg\":\"ok\","
                    + "\"quota\":{\"daily_limit\":500000,\"used\":12,\"remain\":499988},"
                    + "\"rate_limit\":{\"call_count\":1,\"refresh_second\":60}}"))) {
      assertThat(asked(vendor)).isEqualTo(new Finding.Found<>(new Quota(500_000, 12, 499_988)));
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/openapi/quota/get?access_token=81_token%2B%2F ")
          .endsWith("{\"cgi_path\":\"/cgi-bin/user/info\"}");
    }
  }

  @Test
  void refusals_are_told_apart_by_what_can_be_done() {
    assertThat(refused(76021)).isInstanceOf(Finding.NotThisOne.class);
    assertThat(refused(40001)).isInstanceOf(Finding.TokenDead.class);
    assertThat(refused(48001)).isInstanceOf(Finding.AppRefused.class);
    assertThat(refused(45009)).isInstanceOf(Finding.TooMany.class);
    assertThat(refused(-1)).isInstanceOf(Finding.Unavailable.class);
  }

  @Test
  void an_answer_without_figures_is_none() {
    try (ScriptedVendor vendor =
        ScriptedVendor.that(ScriptedVendor.answers(200, "{\"errcode\":0,\"quota\":{}}"))) {
      assertThat(asked(vendor)).isInstanceOf(Finding.Unavailable.class);
    }
  }

  private static Finding<Quota> refused(int code) {
    try (ScriptedVendor vendor =
        ScriptedVendor.that(
            ScriptedVendor.answers(200, "{\"errcode\":" + code + ",\"errmsg\":\"no\"}"))) {
      return asked(vendor);
    }
  }

  private static Finding<Quota> asked(ScriptedVendor vendor) {
    return new WechatQuotas(vendor.address(), new DirectHttp(Proxy.NO_PROXY, System::nanoTime))
        .ask(TOKEN, "/cgi-bin/user/info", Duration.ofSeconds(5));
  }
}
