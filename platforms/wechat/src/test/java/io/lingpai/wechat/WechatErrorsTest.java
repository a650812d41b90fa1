package io.lingpai.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable.Line;
import io.lingpai.platform.ErrorTable.Sort;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WechatErrorsTest {

  @Test
  void every_code_says_what_to_do_in_both_languages_and_for_how_long() {
    assertThat(WechatErrors.all()).hasSizeGreaterThan(70);
    for (Line entry : WechatErrors.all()) {
      assertThat(entry.advice().english()).as("%s", entry.code()).isNotBlank();
      assertThat(entry.advice().chinese()).as("%s", entry.code()).isNotBlank();
      boolean leftToOthers = entry.sort() == Sort.TRANSIENT || entry.sort() == Sort.QUOTA;
      assertThat(leftToOthers || entry.askAgainIn().compareTo(Duration.ofMinutes(5)) >= 0)
          .as("%s is not asked about in a loop", entry.code())
          .isTrue();
    }
  }

  @Test
  void an_unlisted_code_is_a_fault_that_is_looked_at_again_after_a_while() {
    assertThat(WechatErrors.of(123456).sort()).isEqualTo(Sort.FAULT);
    assertThat(WechatErrors.of(123456).askAgainIn()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void only_three_codes_prove_that_a_token_is_dead() {
    assertThat(WechatErrors.all())
        .filteredOn(entry -> WechatErrors.provesDeath(Integer.parseInt(entry.code())))
        .extracting(Line::code)
        .containsExactly("40001", "40014", "42001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "40164 | invalid ip 119.253.43.19, not in whitelist | 119.253.43.19",
        "40164 | invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 68231586-1 | 1.2.3.4",
        "40164 | invalid ip ::ffff:1.2.3.4, not in whitelist | 1.2.3.4",
        "40164 | invalid ip 2408:8000::1f, not in whitelist | 2408:8000::1f",
        "61004 | access clientip is not registered requestIP: 47.96.1.2 rid: 6-6-6 | 47.96.1.2",
        "40164 | invalid ip, not in whitelist | none",
        "40013 | invalid ip 1.2.3.4 | none"
      })
  void the_address_to_put_on_the_whitelist_is_the_one_wechat_saw(
      int code, String said, String address) {
    VendorError error = WechatErrors.error(code, said);

    assertThat(error.ip()).isEqualTo(address);
    if (address != null) {
      assertThat(error.whatToDo().english()).startsWith(address + ": Add");
    }
  }
}
