package tg.hotline.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections on one port, which stays the sandbox's own while it refuses them. Thread-safe.
 */
final class Listener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Listener.class.getName());

  /**
   * Connections that may wait to be accepted; the JDK's default of 50 is less than a test's burst.
   */
  private static final int BACKLOG = 1024;

  private static final long PATIENCE_MILLIS = 1000;
  private static final long PAUSE_NANOS = 1_000_000;

  /** Who answers. It may keep the exchange and answer later, from another thread. */
  interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  private final InetSocketAddress address;
  private final @Nullable Tls tls;
  private final Duration idleTimeout;
  private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
  private ServerSocket socket;
  private Thread acceptor = new Thread();

  /** Bound, but not listening: who connects is refused, and nobody else gets the port. */
  private @Nullable Socket placeholder;

  private boolean closed;

  /** Binds the port, so that it is known, and accepts nobody yet. */
  Listener(InetSocketAddress address, @Nullable Tls tls, Duration idleTimeout) throws IOException {
    this.socket = bind(address);
    this.address = new InetSocketAddress(address.getAddress(), socket.getLocalPort());
    this.tls = tls;
    this.idleTimeout = idleTimeout;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Accepts connections, in a thread that keeps the JVM alive. */
  synchronized void accept(Handler handler, Executor executor) {
    ServerSocket listening = socket;
    String name = "hotline-sandbox-" + address.getPort() + "-accept";
    acceptor = new Thread(() -> accept(listening, handler, executor), name);
    acceptor.setDaemon(false);
    acceptor.start();
  }

  /** Refuses connections and ends those there are. */
  synchronized void refuse() throws IOException {
    if (closed) {
      return;
    }
    stopListening();
    if (placeholder == null) {
      Socket bound = new Socket();
      bound.setReuseAddress(true);
      bound.bind(address);
      placeholder = bound;
    }
    peers.forEach(Peer::close);
  }

  /** Listens again after {@link #refuse}. */
  synchronized void listen(Handler handler, Executor executor) throws IOException {
    Socket bound = placeholder;
    if (bound != null) {
      socket = bind(address);
      placeholder = null;
      bound.close();
      accept(handler, executor);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      stopListening();
      if (placeholder != null) {
        placeholder.close();
        placeholder = null;
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
    }
    peers.forEach(Peer::close);
  }

  /** The port is free only when the thread that waits in the system's accept is out of it. */
  private void stopListening() throws IOException {
    socket.close();
    try {
      acceptor.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket listening, Handler handler, Executor executor) {
    while (true) {
      try {
        Socket accepted = listening.accept();
        Peer peer = new Peer(accepted, tls, idleTimeout, handler, executor, peers::remove);
        peers.add(peer);
        if (listening.isClosed()) {
          peer.close();
        }
        peer.serveNext();
      } catch (IOException e) {
        if (listening.isClosed()) {
          return;
        }
        LOG.log(System.Logger.Level.DEBUG, "A connection was lost before it was accepted", e);
        LockSupport.parkNanos(PAUSE_NANOS); // there may be no file handles left
      }
    }
  }

  private static ServerSocket bind(InetSocketAddress address) throws IOException {
    ServerSocket bound = new ServerSocket();
    try {
      bound.setReuseAddress(true);
      bound.bind(address, BACKLOG);
      return bound;
    } catch (IOException e) {
      bound.close();
      throw e;
    }
  }
}
