package io.lingpai.platform.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer, or finds that it is not whole: every way in which an answer can fall
 * short is an {@link IOException}.
 */
final class AnswerReader {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
  private static final int MAX_HEAD = 32 * 1024;

  private final InputStream in;
  private final int maxBody;
  private int headLeft = MAX_HEAD;

  AnswerReader(InputStream in, int maxBody) {
    this.in = new BufferedInputStream(in);
    this.maxBody = maxBody;
  }

  Http.Reply read() throws IOException {
    int status;
    Map<String, String> headers;
    do {
      status = status();
      headers = headers();
    } while (status < 200); // an interim answer announces another
    return new Http.Reply.Answered(
        status, new String(body(status, headers), StandardCharsets.UTF_8));
  }

  private int status() throws IOException {
    Matcher line = STATUS.matcher(line());
    if (!line.matches()) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(line.group(1));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("the answer has a malformed header");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    String coding = headers.get("transfer-encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("the answer has an unknown transfer coding");
      }
      return chunks();
    }
    String length = headers.get("content-length");
    return length == null ? untilTheEnd() : exactly(number(length, 10));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      int extension = size.indexOf(';');
      int length = number(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        headers();
        return body.toByteArray();
      }
      body.writeBytes(exactly(length));
      if (body.size() > maxBody) {
        throw tooLong();
      }
      if (!line().isEmpty()) {
        throw new IOException("the answer has a malformed chunk");
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer was cut: " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private byte[] untilTheEnd() throws IOException {
    byte[] bytes = in.readNBytes(maxBody + 1);
    if (bytes.length > maxBody) {
      throw tooLong();
    }
    return bytes;
  }

  private int number(String digits, int radix) throws IOException {
    try {
      int number = Integer.parseInt(digits.strip(), radix);
      if (number < 0) {
        throw new IOException("the answer has a negative length");
      }
      if (number > maxBody) {
        throw tooLong();
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IOException("the answer has a malformed length", e);
    }
  }

  private IOException tooLong() {
    return new IOException("the answer is longer than " + maxBody + " bytes");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the connection ended before the answer did");
      }
      if (--headLeft < 0) {
        throw new IOException("the answer's head is too long");
      }
      line.write(octet);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
