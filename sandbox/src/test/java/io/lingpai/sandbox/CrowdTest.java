package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final int CALLERS = 1000;
  private static final String REQUEST =
      "GET /cgi-bin/token?grant_type=client_credential&appid=%s&secret=%s HTTP/1.1\r\nHost: x\r\n\r\n"
          .formatted(SHOP, SHOP_SECRET);

  @Test
  void a_thousand_connections_at_once_are_all_answered() throws IOException {
    try (Sandbox sandbox =
        Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()).tokenLength(512))) {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), sandbox.port()));
      }
      for (Socket socket : sockets) {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      }
      Set<String> tokens = new HashSet<>();
      for (Socket socket : sockets) {
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        tokens.add(
            Caller.json(answer.substring(answer.indexOf('{'))).path("access_token").asText());
        socket.close();
      }

      assertThat(tokens).hasSize(CALLERS).allSatisfy(token -> assertThat(token).hasSize(512));
      assertThat(sandbox.wechat().behind(SHOP).tokensIssued(Line.CLASSIC)).isEqualTo(CALLERS);
      assertThat(sandbox.calls().countAnswered("/cgi-bin/token", 0)).isEqualTo(CALLERS);
    }
  }
}
