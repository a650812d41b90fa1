package io.lingpai.server.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses a configured URL may lead to. Whoever may configure one, or answer its name's
 * DNS, must not reach what only this machine can reach.
 */
final class Destinations {

  private Destinations() {}

  /** Whether anybody on the internet could reach it just as well. */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublicSix(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int a = four[0] & 0xff;
    int b = four[1] & 0xff;
    int c = four[2] & 0xff;
    boolean carrierGrade = a == 100 && b >= 64 && b < 128;
    boolean benchmarking = a == 198 && (b == 18 || b == 19);
    boolean assigned = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    return a != 0 && a < 224 && !carrierGrade && !benchmarking && !assigned && !documentation;
  }

  // Several ranges carry an address of the old kind, and lead where that leads.
  private static boolean isPublicSix(byte[] six) {
    boolean unique = (six[0] & 0xfe) == 0xfc;
    boolean documentation = starts(six, 0x20, 0x01, 0x0d, 0xb8);
    boolean teredo = starts(six, 0x20, 0x01, 0x00, 0x00);
    boolean discard = starts(six, 0x01, 0x00, 0, 0, 0, 0, 0, 0);
    if (unique || documentation || teredo || discard) {
      return false;
    }
    if (starts(six, 0x20, 0x02)) {
      return isPublicFour(Arrays.copyOfRange(six, 2, 6));
    }
    boolean translated = starts(six, 0x00, 0x64, 0xff, 0x9b);
    boolean compatible = starts(six, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    boolean mapped = starts(six, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
    if (translated || compatible || mapped) {
      return isPublicFour(Arrays.copyOfRange(six, 12, 16));
    }
    return true;
  }

  private static boolean isPublicFour(byte[] four) {
    try {
      return isPublic(InetAddress.getByAddress(four));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean starts(byte[] address, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((address[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
