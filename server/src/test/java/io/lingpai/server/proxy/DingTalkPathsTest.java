package io.lingpai.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.server.wire.WireRefusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DingTalkPathsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"zhang", "a==", "a+b", "a%3D%3D", "$:LWCP_v1:$a", "a@b", "%E5%BC%A0", "Q1!(2)*'"})
  void an_id_goes_on_as_sdks_write_it(String id) {
    assertThat(DingTalkPaths.treatment("/v1.0/todo/users/" + id + "/tasks"))
        .isEqualTo(Treatment.PASSED_ON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a%2fb", "%2e%2e", "..", "a%25b", "a;b", "a%3Bb", "a%00", "a&b"})
  void what_could_be_read_as_another_path_does_not(String id) {
    assertThatThrownBy(() -> DingTalkPaths.treatment("/v1.0/todo/users/" + id + "/tasks"))
        .isInstanceOf(WireRefusal.class);
  }
}
