package io.lingpai.server.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The addresses a key may be used from, such as {@code 10.0.0.0/8}; empty for anywhere. */
public record Networks(List<Network> allowed) {

  // Only literals: a name would be looked up, and could be made to point elsewhere.
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  public Networks {
    allowed = List.copyOf(allowed);
  }

  /**
   * Reads networks separated by commas.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Networks parse(String text) {
    return new Networks(
        Arrays.stream(text.split(",")).filter(one -> !one.isBlank()).map(Network::parse).toList());
  }

  /** Whether a text is an address, and not the name of one. */
  public static boolean isAddress(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return false;
    }
    try {
      return bytes(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public boolean allow(String address) {
    if (allowed.isEmpty()) {
      return true;
    }
    if (!LITERAL.matcher(address).matches()) {
      return false;
    }
    byte[] bytes = bytes(address);
    return allowed.stream().anyMatch(network -> network.contains(bytes));
  }

  private static byte[] bytes(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + literal, e);
    }
  }

  /**
   * One network.
   *
   * @param bits how many leading bits must agree
   */
  public record Network(byte[] prefix, int bits) {

    public Network {
      prefix = prefix.clone();
    }

    static Network parse(String text) {
      String clean = text.strip();
      int slash = clean.indexOf('/');
      String literal = slash < 0 ? clean : clean.substring(0, slash);
      if (!LITERAL.matcher(literal).matches()) {
        throw new IllegalArgumentException("expected networks such as 10.0.0.0/8");
      }
      byte[] prefix = bytes(literal);
      int all = prefix.length * Byte.SIZE;
      int bits = slash < 0 ? all : Integer.parseInt(clean.substring(slash + 1));
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException("expected a prefix length of 0 to " + all);
      }
      return new Network(prefix, bits);
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((prefix[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
