package io.lingpai.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KeyTextTest {

  @Example
  void a_new_key_is_of_the_form_that_sdk_masks_cover() {
    SecureRandom random = new SecureRandom();
    String id = KeyText.newId(random);
    String key = KeyText.of(id, KeyText.newSecret(random));

    assertThat(key).matches("lpk_[A-Za-z0-9]{12}_[A-Za-z0-9]{43}");
    assertThat(KeyText.id(key)).contains(id);
    assertThat(KeyText.hash(key)).hasSize(32).isEqualTo(KeyText.hash(key));
  }

  @Example
  void what_is_malformed_is_named() {
    assertThat(KeyText.complaint("abc")).contains("it does not start with `lpk_`");
    assertThat(KeyText.complaint("lpk_a")).contains("it is not `lpk_<id>_<secret>`");
    assertThat(KeyText.complaint("lpk__" + "x".repeat(43)))
        .contains("it is not `lpk_<id>_<secret>`");
    assertThat(KeyText.complaint("lpk_a_short")).contains("its secret part is cut short");
    assertThat(KeyText.complaint("\"lpk_a_b\"").orElseThrow()).contains("leave the quotes out");
    assertThat(KeyText.complaint("lpk_" + "x".repeat(500)).orElseThrow()).contains("longer");
  }

  @Property
  void a_complaint_never_repeats_the_key(@ForAll String rest) {
    String key = "canary" + rest;

    assertThat(KeyText.complaint(key).orElseThrow()).doesNotContain("canary");
  }
}
