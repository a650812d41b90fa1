import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

/** The smallest server of the same library: what start-up costs before any of it is ours. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    Vertx.vertx()
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
        .requestHandler(request -> request.response().end("hello"))
        .listen();
  }
}
