package io.lingpai.server.redis;

import io.lingpai.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where EasyWeChat 6 and node-easywechat look, and EasyWeChat 4 and 5 in PHP's form. Their tokens'
 * keys are named by what the client holds as its secret, which is a key of ours and never the
 * vendor's secret; those of accounts that authorized a platform by a hash of their refresh token,
 * which the client has in its own database.
 */
final class EasyWechatLayout implements Layout {

  private static final Pattern ENDS_ITSELF = Pattern.compile("[:_-]$");

  private final String start;
  private final Secret key;
  private final boolean php;
  private final Function<String, byte[]> codec;

  /**
   * @param prefix the namespace of the client's cache, which a colon follows as in Symfony's,
   *     unless it ends as Laravel's prefixes do; empty for none
   * @param key the key that the client has where its secret would be
   */
  EasyWechatLayout(String prefix, String codec, Secret key) {
    this.start = prefix.isEmpty() || ENDS_ITSELF.matcher(prefix).find() ? prefix : prefix + ":";
    this.key = key;
    this.php = codec.equals("php");
    this.codec = php ? text -> Codec.string(Codec.php(text)) : Codec::string;
  }

  @Override
  public List<Entry> entries(Published published) {
    boolean real = published.app().secret("secret").filter(key::equals).isPresent();
    if (!Layout.wechat(published) || real) {
      return List.of();
    }
    String id = published.app().vendorId();
    String value = published.value().secret().reveal();
    List<Entry> entries = new ArrayList<>();
    if (published.kind().equals("component_access_token")) {
      add(entries, "open_platform.component_access_token." + id, value);
    }
    String sort = Layout.mini(published) ? "mini_app" : "official_account";
    if (published.component() != null && published.kind().equals("access_token")) {
      Secret refresh = published.partner();
      if (refresh != null) {
        String hash = Codec.md5(refresh.reveal());
        add(entries, "open-platform.authorizer_access_token." + id + "." + hash, value);
      }
    } else if (published.kind().equals("access_token")) {
      String name = sort + ".access_token." + id + "." + key.reveal();
      add(entries, name + ".0", value);
      add(entries, name + ".1", value);
      if (php) {
        entries.add(olderToken(id, published));
      }
    }
    if (published.kind().equals("jsapi_ticket")) {
      add(entries, sort + ".jsapi_ticket." + id, value);
      if (php) {
        String older = "easywechat.basic_service.jssdk.ticket.jsapi." + id;
        entries.add(Entry.text(start + older, array("ticket", value, published)));
      }
    }
    return entries;
  }

  private void add(List<Entry> entries, String name, String value) {
    entries.add(Entry.text(start + name, codec.apply(value)));
  }

  /** Version 4 and 5: the credentials as PHP's {@code json_encode} has them, hashed. */
  private Entry olderToken(String id, Published published) {
    String credentials =
        "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\"}"
            .formatted(id, key.reveal());
    byte[] value = array("access_token", published.value().secret().reveal(), published);
    return Entry.text(start + "easywechat.kernel.access_token." + Codec.md5(credentials), value);
  }

  private static byte[] array(String name, String value, Published published) {
    long life = published.value().life().toSeconds();
    return Codec.string(
        "a:2:{"
            + Codec.php(name)
            + Codec.php(value)
            + Codec.php("expires_in")
            + "i:"
            + life
            + ";}");
  }
}
