package tg.hotline.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SandboxServiceTest {

  @Test
  void aTakenPortIsToldWithTheSetting() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SandboxService service = new SandboxService(taken.getLocalPort())) {
      assertThatThrownBy(service::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(
              "Cannot listen on 127.0.0.1:" + taken.getLocalPort(),
              "Set quarkus.hotline.devservices.port to a free port, or to 0");
    }
  }

  @Test
  void aWrongPortIsToldWithTheSetting() {
    try (SandboxService service = new SandboxService(99_999)) {
      assertThatThrownBy(service::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("99999", "quarkus.hotline.devservices.port");
    }
  }
}
