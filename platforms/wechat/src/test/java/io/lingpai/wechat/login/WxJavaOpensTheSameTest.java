package io.lingpai.wechat.login;

import static org.assertj.core.api.Assertions.assertThat;

import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.util.crypt.WxMaCryptUtils;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.login.OpenData;
import io.lingpai.secret.Secret;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Another implementation, which real clients' data passes, opens to the same and signs the same.
 */
class WxJavaOpensTheSameTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final WxMaServiceImpl WX_JAVA = new WxMaServiceImpl();

  @Property(tries = 10_000)
  void whatever_a_client_encrypts_and_signs(
      @ForAll @Size(16) byte[] key,
      @ForAll @Size(16) byte[] iv,
      @ForAll String nickname,
      @ForAll String unionid,
      @ForAll @IntRange(min = 0) int second) {
    ObjectNode data = JSON.createObjectNode().put("openId", "o1").put("nickName", nickname);
    data.put("unionId", unionid);
    data.putObject("watermark").put("timestamp", second).put("appid", "wx1");
    String plain = data.toString();
    String sessionKey = Client.base64(key);
    String vector = Client.base64(iv);
    String encrypted = Client.encrypted(key, iv, plain);

    OpenData ours = ClientData.open(Secret.of(sessionKey), encrypted, vector);
    String theirs = WxMaCryptUtils.decrypt(sessionKey, encrypted, vector);

    assertThat(ours).isInstanceOf(OpenData.Opened.class);
    assertThat(((OpenData.Opened) ours).json()).isEqualTo(theirs);
    assertThat(((OpenData.Opened) ours).at().getEpochSecond()).isEqualTo(second);

    String signature = Client.signature(plain, sessionKey);
    assertThat(ClientData.signed(Secret.of(sessionKey), plain, signature))
        .isEqualTo(WX_JAVA.getUserService().checkUserInfo(sessionKey, plain, signature))
        .isTrue();
  }
}
