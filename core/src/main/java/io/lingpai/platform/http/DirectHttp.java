package io.lingpai.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 over a connection of its own for each request.
 *
 * <p>The JDK's client is not used here because it repeats a GET by itself when a connection ends
 * before the answer begins: seen on JDK 25, one lost answer to {@code GET /cgi-bin/token} became
 * two tokens minted. A connection of our own also tells exactly whether the request left, which
 * decides between "nothing changed" and "anything may have". Vendors are asked for tokens a dozen
 * times a day, so there is nothing to gain from keeping connections.
 *
 * <p>Certificates and host names are always verified. Only the look-up of the host's name is
 * outside the deadline; the resolver has limits of its own, and a request whose time ran out there
 * is not sent.
 */
public final class DirectHttp implements Http {

  /**
   * Longest body that is read. A token has a few hundred bytes; the longest answer known is a page
   * of 10,000 followers, some 350 KB.
   */
  public static final int MAX_BODY = 4 * 1024 * 1024;

  private final Supplier<SSLSocketFactory> tls;
  private final Proxy proxy;
  private final LongSupplier nanos;

  /**
   * Trusts what the JDK trusts.
   *
   * @param proxy the way out, {@link Proxy#NO_PROXY} for none
   * @param nanos monotonic time, as {@code System::nanoTime} tells it
   */
  public DirectHttp(Proxy proxy, LongSupplier nanos) {
    this(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), proxy, nanos);
  }

  public DirectHttp(Supplier<SSLSocketFactory> tls, Proxy proxy, LongSupplier nanos) {
    this.tls = tls;
    this.proxy = proxy;
    this.nanos = nanos;
  }

  @Override
  public Reply send(Request request, Duration within) {
    Deadline deadline = Deadline.in(within, nanos);
    Socket socket;
    try {
      socket = connect(request.uri(), deadline);
    } catch (IOException e) {
      return new Reply.NeverLeft(inWords(e));
    }
    try (socket) {
      return exchange(socket, request, deadline);
    } catch (IOException e) {
      return new Reply.Lost(inWords(e));
    }
  }

  private Socket connect(URI uri, Deadline deadline) throws IOException {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    Socket socket = connectAny(addresses(uri.getHost(), port), deadline);
    try {
      if (secure) {
        socket = secured(socket, uri.getHost(), port, deadline);
      }
      deadline.millisLeft();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private List<InetSocketAddress> addresses(String host, int port) throws UnknownHostException {
    if (proxy.type() != Proxy.Type.DIRECT) {
      return List.of(InetSocketAddress.createUnresolved(host, port));
    }
    return List.of(InetAddress.getAllByName(host)).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  /** One address after the other, each with its share of the time: one dead one is not the end. */
  private Socket connectAny(List<InetSocketAddress> addresses, Deadline deadline)
      throws IOException {
    IOException last = new ConnectException("no address");
    for (int i = 0; i < addresses.size(); i++) {
      int share = Math.max(1, deadline.millisLeft() / (addresses.size() - i));
      Socket socket = new Socket(proxy);
      try {
        socket.connect(addresses.get(i), share);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private SSLSocket secured(Socket socket, String host, int port, Deadline deadline)
      throws IOException {
    SSLSocket secured = (SSLSocket) tls.get().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.setSoTimeout(deadline.millisLeft());
    secured.startHandshake();
    return secured;
  }

  private static Reply exchange(Socket socket, Request request, Deadline deadline)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(onTheWire(request));
    out.flush();
    return new AnswerReader(new Timed(socket, deadline), MAX_BODY).read();
  }

  private static byte[] onTheWire(Request request) {
    URI uri = request.uri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder(512);
    head.append(request.method()).append(' ').append(uri.getRawPath()).append(query);
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority());
    head.append("\r\nUser-Agent: lingpai\r\nAccept: */*\r\nConnection: close\r\n");
    request.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    String json = request.json();
    if (json == null) {
      return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Type: application/json; charset=utf-8\r\nContent-Length: ");
    head.append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  /** What a person can act on. The JDK's messages about sockets never hold the request. */
  private static String inWords(IOException e) {
    String said = e.getMessage() == null ? "no reason given" : e.getMessage();
    return switch (e) {
      case UnknownHostException _ -> "host name not found: " + said;
      case SocketTimeoutException _ -> "timed out";
      case SSLException _ -> "TLS: " + said;
      default -> said;
    };
  }

  /** Reads with whatever time is left, so that a trickle cannot outlive the deadline. */
  private static final class Timed extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;

    Timed(Socket socket, Deadline deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(deadline.millisLeft());
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      socket.setSoTimeout(deadline.millisLeft());
      return in.read(buffer, from, length);
    }
  }
}
