package io.lingpai.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"request_url\":\"\\/cgi-bin\\/x?a=1&access_token=CANARY&b=2\"",
        "\"request_url\":\"https://api/x?component_access_token=CANARY\"",
        "\"request_url\":\"/cgi-bin/x?access%5Ftoken=CANARY\"",
        "\"request_url\":\"/cgi-bin/x?a=b&&?%61ccess_tok%65n=CANARY&c\"",
        "\"request_url\":\"/cgi-bin/token?grant_type=client_credential&secret=CANARY&appid=wx1\"",
        "\"request_body\":\"{\\\"appid\\\":\\\"wx1\\\",\\\"secret\\\":\\\"CANARY\\\"}\"",
        "\"response_body\":\"{\\\"access_token\\\":\\\"CANARY\\\",\\\"expires_in\\\":7200}\"",
        "\"response_body\":\"{\\\"authorizer_refresh_token\\\" : \\\"CANARY\\\"}\"",
        "\"response_body\":{\"ticket\":\"CANARY\"}",
        "\"response_body\":\"\\\"{\\\\\\\"access_token\\\\\\\":\\\\\\\"CANARY\\\\\\\"}\\\"\"",
      })
  void no_credential_of_an_earlier_request_is_told(String field) {
    String told = cleaned("{\"errcode\":0,\"request\":{\"invoke_time\":1," + field + "}}");

    assertThat(told).doesNotContain("CANARY").contains("***").contains("\"invoke_time\":1");
  }

  @Test
  void what_helps_to_find_the_mistake_stays() {
    String told =
        cleaned(
            "{\"errcode\":0,\"request\":{\"request_url\":\"/x?openid=o1&access_token=t\","
                + "\"response_body\":\"{\\\"errcode\\\":40003,\\\"errmsg\\\":\\\"bad\\\"}\"}}");

    assertThat(told).contains("openid=o1").contains("40003").contains("bad");
  }

  private static String cleaned(String answer) {
    return new String(
        Incidents.cleaned(answer.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
