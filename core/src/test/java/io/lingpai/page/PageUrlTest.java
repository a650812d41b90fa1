package io.lingpai.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example.com/a%20b?q=%e4%bb%a4+x&b=1&a=2",
        "https://shop.example.com/令牌?名=值",
        "HTTP://Shop.Example.com:8080",
        "http://[::1]:8080/x",
        "https://shop.example.com/?u=https://other.example.com/%23",
        "https://shop.example.com/a b|{c}^%zz"
      })
  void nothing_is_encoded_decoded_or_put_in_order(String url) {
    assertThat(PageUrl.of(url + "#/route?x=1").value()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/pages/1",
        "shop.example.com/x",
        "//shop.example.com/x",
        "ftp://shop.example.com/",
        "javascript:alert(1)//http://shop.example.com",
        "https://",
        "https:///x",
        "https://?x=1",
        "https://user@shop.example.com/",
        "https://shop.example.com:port/",
        "https://shop.example.com/\nx",
        " https://shop.example.com/"
      })
  void what_a_browser_never_shows_is_refused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PageUrl.of(url))
        .withMessageStartingWith("url: ");
  }

  @Test
  void an_address_without_end_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PageUrl.of("https://shop.example.com/" + "x".repeat(PageUrl.LONGEST)));
  }

  @Test
  void a_domain_covers_itself_and_what_is_below_it() {
    List<String> domains = List.of("Example.com");

    assertThat(PageUrl.of("https://example.com:8443/x").isOn(domains)).isTrue();
    assertThat(PageUrl.of("https://a.b.EXAMPLE.com./x").isOn(domains)).isTrue();
    assertThat(PageUrl.of("https://badexample.com/").isOn(domains)).isFalse();
    assertThat(PageUrl.of("https://example.com.evil.net/").isOn(domains)).isFalse();
    assertThat(PageUrl.of("https://evil.net\\.example.com/").isOn(domains)).isFalse();
    assertThat(PageUrl.of("https://evil.net/?example.com").isOn(domains)).isFalse();
  }
}
