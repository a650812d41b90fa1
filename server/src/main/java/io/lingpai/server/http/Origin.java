package io.lingpai.server.http;

import java.net.URI;
import java.util.Objects;

/** Where requests are passed on to. */
public record Origin(String host, int port, boolean tls) {

  /** Takes scheme, host and port of an address. */
  public static Origin of(URI address) {
    boolean tls = "https".equalsIgnoreCase(address.getScheme());
    int usual = tls ? 443 : 80;
    String host = address.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Origin(bare, address.getPort() < 0 ? usual : address.getPort(), tls);
  }

  /** The path beneath which everything of an address is, without a slash at its end. */
  public static String base(URI address) {
    String path = Objects.requireNonNullElse(address.getRawPath(), "");
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
