package io.lingpai.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatCodesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"errcode\":40001,\"errmsg\":\"x\"} | 40001",
        "{ \"errmsg\" : \"x\", \"errcode\" : \"42001\" } | 42001",
        "{\"errmsg\":\"\\\"errcode\\\":40001\"} | 0",
        "{\"list\":[{\"errcode\":40001}],\"errcode\":0} | 0",
        "{\"a\":{\"errcode\":40001}} | 0",
        "{\"subscribe\":1,\"openid\":\"o | 0",
        "{\"a\":1,\"errcode\":40014,\"errm | 40014",
        "[{\"errcode\":40001}] | 0",
        "<html>\"errcode\":40001 | 0",
      })
  void only_the_answers_own_code_counts(String beginning, int code) {
    assertThat(WechatCodes.of(beginning)).isEqualTo(code);
  }
}
