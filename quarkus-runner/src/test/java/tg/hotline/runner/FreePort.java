package tg.hotline.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that another process, or a later line, starts. */
final class FreePort {

  // Below those that Linux (32768, ip(7)), macOS and Windows (49152) give to a connection that goes
  // out: one of these could be taken before the server starts.
  private static final int LEAST = 20_000;
  private static final int BEHIND = 32_000;

  private FreePort() {}

  static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LEAST, BEHIND);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
