package io.lingpai.wechat.callback;

import io.lingpai.app.App;
import io.lingpai.callback.CallbackProtocol;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.MessageCipher;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.callback.WechatCorrespondence.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How WeChat calls back official accounts, mini programs and platforms.
 *
 * @see <a href="https://developers.weixin.qq.com/doc/oplatform/developers/dev/push/">checked
 *     2026-11-21</a>
 */
public final class WechatCallbacks implements CallbackProtocol {

  private static final String ANY_KEY = "A".repeat(43);
  private static final Correspondence NOBODY =
      new WechatCorrespondence(
          "nobody", List.of(new MessageCipher(ANY_KEY, "nobody")), Mode.SECURE, false);

  @Override
  public boolean speaksFor(String platform) {
    return platform.startsWith("wechat-");
  }

  @Override
  public Correspondence of(App app) {
    Optional<Secret> token = app.secret("callback.token");
    Mode mode = Mode.valueOf(app.setting("callback.mode", "secure").toUpperCase(Locale.ROOT));
    List<MessageCipher> ciphers =
        Stream.of("callback.aes_key", "callback.previous_aes_key")
            .flatMap(name -> app.secret(name).stream())
            .map(Secret::reveal)
            .filter(MessageCipher::isKey)
            .map(key -> new MessageCipher(key, app.vendorId()))
            .toList();
    if (token.isEmpty() || (ciphers.isEmpty() && mode != Mode.PLAIN)) {
      return NOBODY;
    }
    return new WechatCorrespondence(token.get().reveal(), ciphers, mode, true);
  }

  @Override
  public Correspondence of(App app, Secret token, Secret aesKey) {
    return new WechatCorrespondence(
        token.reveal(),
        List.of(new MessageCipher(aesKey.reveal(), app.vendorId())),
        Mode.valueOf(app.setting("callback.mode", "secure").toUpperCase(Locale.ROOT)),
        true);
  }

  @Override
  public Correspondence nobody() {
    return NOBODY;
  }
}
