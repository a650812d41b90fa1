package io.lingpai.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address to listen on. Port 0 lets the system choose, which tests like. */
public record Address(String host, int port) {

  public Address {
    if (host.isEmpty() || port < 0 || port > 65535) {
      throw new IllegalArgumentException("not an address: " + host + ":" + port);
    }
  }

  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("no port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address needs brackets");
    }
    return new Address(host, Integer.parseInt(text.substring(colon + 1)));
  }

  /** Whether only this machine reaches it. */
  public boolean loopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
