package io.lingpai.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lingpai.sandbox.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.util.crypto.WxMpCryptUtil;

/** A server that is called back; it reads pushes with WxJava's code and answers as it is told. */
final class Endpoint implements AutoCloseable {
  static final String TOKEN = "endpointToken";
  static final String AES_KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";

  record Got(String method, String path, Map<String, String> query, String body) {
    /** Checked and decrypted. */
    String opened(String appid) {
      WxMpDefaultConfigImpl settings = new WxMpDefaultConfigImpl();
      settings.setToken(TOKEN);
      settings.setAesKey(AES_KEY);
      settings.setAppId(appid);
      return new WxMpCryptUtil(settings)
          .decryptXml(query.get("msg_signature"), query.get("timestamp"), query.get("nonce"), body);
    }
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final List<Got> got = new CopyOnWriteArrayList<>();
  volatile Function<Got, String> answers = unused -> "success";
  volatile int status = 200;

  Endpoint() {
    try {
      http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + path;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    Got one =
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Request.pairs(query),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    got.add(one);
    byte[] body = answers.apply(one).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
