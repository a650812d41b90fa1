package io.lingpai.wechat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import me.chanjar.weixin.common.bean.WxJsapiSignature;
import me.chanjar.weixin.common.enums.TicketType;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Another implementation, which real pages accept, comes to the same signatures. */
class WxJavaAgreesTest {

  private static final String TICKET =
      "bxLdikRXVbTPdHSM05e5u5sUoXNKd8-41ZO3MhKoyN5OfkWITDGgnr2fwJ0m";
  private static final WxMpService WX_JAVA = wxJava();

  @Property(tries = 2000)
  void on_every_address_whatever_its_fragment(
      @ForAll("urls") String url, @ForAll("fragments") String fragment) throws WxErrorException {
    WxJsapiSignature theirs = WX_JAVA.createJsapiSignature(url);

    JsSignature ours =
        JsSignature.of(
            theirs.getAppId(),
            Secret.of(TICKET),
            theirs.getTimestamp(),
            theirs.getNonceStr(),
            PageUrl.of(url + fragment));

    assertThat(ours.signature()).isEqualTo(theirs.getSignature());
    assertThat(ours.url()).isEqualTo(theirs.getUrl());
  }

  @Provide
  Arbitrary<String> urls() {
    return PageUrls.any();
  }

  @Provide
  Arbitrary<String> fragments() {
    return PageUrls.fragments();
  }

  private static WxMpService wxJava() {
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId("wx0000000000000001");
    config.updateTicket(TicketType.JSAPI, TICKET, 7200);
    WxMpService service = new WxMpServiceImpl();
    service.setWxMpConfigStorage(config);
    return service;
  }
}
