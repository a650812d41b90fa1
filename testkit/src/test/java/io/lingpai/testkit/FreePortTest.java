package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void a_port_that_is_taken_is_passed_over_and_none_comes_twice() throws IOException {
    int first = FreePort.next();
    try (ServerSocket taken = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
      int second = FreePort.next();
      int third = FreePort.next();

      assertThat(second).isNotIn(first, taken.getLocalPort());
      assertThat(third).isNotIn(first, second, taken.getLocalPort());
    }
  }
}
