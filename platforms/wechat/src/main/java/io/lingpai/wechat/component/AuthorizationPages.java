package io.lingpai.wechat.component;

import io.lingpai.authorization.PlatformApp.Asked;
import io.lingpai.authorization.PlatformApp.Device;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Asking;
import java.net.URI;

/** The addresses of WeChat's pages where an administrator authorizes a platform. */
final class AuthorizationPages {

  private final String mp;
  private final String open;

  AuthorizationPages(URI mp, URI open) {
    this.mp = base(mp);
    this.open = base(open);
  }

  private static String base(URI host) {
    String text = host.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The order of the parameters is the documented one, which the phone insists on. */
  URI of(String component, Secret beginning, Asked asked, Device device, URI comeBack) {
    String parameters =
        "component_appid="
            + Asking.encoded(component)
            + "&pre_auth_code="
            + Asking.encoded(beginning.reveal())
            + "&redirect_uri="
            + Asking.encoded(comeBack.toString())
            + "&auth_type="
            + type(asked.types())
            + asked.account().map(account -> "&biz_appid=" + Asking.encoded(account)).orElse("");
    return switch (device) {
      case COMPUTER -> URI.create(mp + "/cgi-bin/componentloginpage?" + parameters);
      case PHONE ->
          URI.create(
              open
                  + "/wxaopen/safe/bindcomponent?action=bindcomponent&no_scan=1&"
                  + parameters
                  + "#wechat_redirect");
    };
  }

  private static int type(String types) {
    return switch (types) {
      case "official" -> 1;
      case "mini" -> 2;
      default -> 3;
    };
  }
}
