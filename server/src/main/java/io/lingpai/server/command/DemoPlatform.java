package io.lingpai.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The demonstration's third-party platform, which the sandbox's accounts can authorize. */
final class DemoPlatform {

  private static final String NAME = "platform";
  private static final Duration TICKET_WITHIN = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private DemoPlatform() {}

  /**
   * A port that is chosen now where any would do: the vendor is told where to call back before
   * anybody listens there.
   */
  static String withPort(String listen) {
    if (!listen.endsWith(":0")) {
      return listen;
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listen.substring(0, listen.length() - 1) + free.getLocalPort();
    } catch (IOException e) {
      return listen;
    }
  }

  /**
   * Makes it known to both sides and waits for what the vendor pushes first.
   *
   * @return the page where an account's administrator authorizes it, for half an hour and once
   */
  static String begin(Connection admin, Sandbox sandbox, String server) {
    ObjectNode app =
        Connection.object()
            .put("name", NAME)
            .put("platform", "wechat-component")
            .put("appid", SampleApps.PLATFORM)
            .put("secret", SampleApps.PLATFORM_SECRET);
    app.putObject("callback")
        .put("token", SampleApps.PLATFORM_TOKEN)
        .put("aes_key", SampleApps.PLATFORM_AES_KEY)
        .put("mode", "secure");
    admin.post(Connection.path("apps"), app);
    sandbox.wechat().add(SampleApps.tenant());
    sandbox.wechat().add(SampleApps.platform(server));
    ObjectNode asked = Connection.object().put("redirect_url", sandbox.baseUrl() + "/");
    long end = System.nanoTime() + TICKET_WITHIN.toNanos();
    while (true) {
      try {
        return admin
            .post(Connection.path("apps", NAME, "authorizations"), asked)
            .path("authorize_url")
            .asText();
      } catch (ProblemArrived notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
  }
}
