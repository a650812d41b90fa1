package io.lingpai.dingtalk.event;

import io.lingpai.app.App;
import io.lingpai.callback.CallbackProtocol;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.MessageCipher;
import io.lingpai.dingtalk.DingTalk;
import io.lingpai.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How DingTalk tells an app of events. What is subscribed to in the console is sealed for the app's
 * key, what was registered by the older call for the company: either is taken.
 *
 * @see <a href="https://open.dingtalk.com/document/orgapp/receive-callback-message">checked
 *     2026-11-21</a>
 */
public final class DingTalkCallbacks implements CallbackProtocol {

  private static final Correspondence NOBODY =
      new DingTalkCorrespondence(
          "nobody", List.of(new MessageCipher("A".repeat(43), "nobody")), false);

  @Override
  public boolean speaksFor(String platform) {
    return platform.equals(DingTalk.NAME);
  }

  @Override
  public Correspondence of(App app) {
    Optional<Secret> token = app.secret("callback.token");
    List<MessageCipher> ciphers = new ArrayList<>();
    Stream.of("callback.aes_key", "callback.previous_aes_key")
        .flatMap(name -> app.secret(name).stream())
        .forEach(key -> ciphers.addAll(ciphers(app, key)));
    return token.isEmpty() || ciphers.isEmpty()
        ? NOBODY
        : new DingTalkCorrespondence(token.get().reveal(), ciphers, true);
  }

  @Override
  public Correspondence of(App app, Secret token, Secret aesKey) {
    List<MessageCipher> ciphers = ciphers(app, aesKey);
    return ciphers.isEmpty() ? NOBODY : new DingTalkCorrespondence(token.reveal(), ciphers, true);
  }

  private static List<MessageCipher> ciphers(App app, Secret aesKey) {
    String key = aesKey.reveal();
    if (!MessageCipher.isKey(key)) {
      return List.of();
    }
    return Stream.of(app.vendorId(), app.setting("corp_id", ""))
        .filter(owner -> !owner.isEmpty())
        .distinct()
        .map(owner -> new MessageCipher(key, owner))
        .toList();
  }

  @Override
  public Correspondence nobody() {
    return NOBODY;
  }
}
