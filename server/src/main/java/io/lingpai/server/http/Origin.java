package io.lingpai.server.http;

import java.net.URI;

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
}
