package tg.hotline.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, which carries one request after the other. A thread waits for the next
 * request and reads it, but none is held while the answer takes its time.
 */
final class Peer {
  private static final System.Logger LOG = System.getLogger(Peer.class.getName());

  /** For the first request, and for the rest of one that has begun: as Node.js waits for heads. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What Node.js takes of a request's head. */
  private static final int MAX_HEAD = 16 * 1024;

  private final Socket bare;
  private final @Nullable Tls tls;
  private final Duration idleTimeout;
  private final Listener.Handler handler;
  private final Executor executor;
  private final Consumer<Peer> closed;
  private Socket socket;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean opened;

  Peer(
      Socket bare,
      @Nullable Tls tls,
      Duration idleTimeout,
      Listener.Handler handler,
      Executor executor,
      Consumer<Peer> closed) {
    this.bare = bare;
    this.socket = bare;
    this.tls = tls;
    this.idleTimeout = idleTimeout;
    this.handler = handler;
    this.executor = executor;
    this.closed = closed;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Waits for a request, in another thread, and has it handled. */
  void serveNext() {
    executor.execute(this::serve);
  }

  /** One line of a request's head, without its end; at most {@link #MAX_HEAD} characters. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() >= MAX_HEAD) {
        throw new BadRequest(c < 0 ? "it ends within a line" : "a line is too long");
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  /** Whether the client has closed the connection; looks for a millisecond. */
  boolean gone() {
    try {
      socket.setSoTimeout(1);
      return atEnd();
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Ends the connection as a process that ends does: FIN, and no word of TLS. */
  void close() {
    try {
      bare.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
    }
    closed.accept(this);
  }

  /** Ends the connection as a machine or firewall that forgot it does: RST. */
  void reset() {
    try {
      bare.setSoLinger(true, 0);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "It is closed already", e);
    }
    close();
  }

  private void serve() {
    try {
      if (!opened) {
        open();
        socket.setSoTimeout((int) PATIENCE.toMillis());
      } else {
        socket.setSoTimeout((int) idleTimeout.toMillis());
      }
      if (atEnd()) {
        closeInOrder();
        return;
      }
      socket.setSoTimeout((int) PATIENCE.toMillis());
      handler.handle(Exchange.read(this));
    } catch (SocketTimeoutException e) {
      closeInOrder();
    } catch (BadRequest e) {
      refuse(e);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The connection broke", e);
      close();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The call failed inside the sandbox", e);
      close();
    }
  }

  private void open() throws IOException {
    opened = true;
    bare.setTcpNoDelay(true);
    socket = tls == null ? bare : tls.over(bare);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream());
  }

  private boolean atEnd() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return true;
    }
    in.reset();
    return false;
  }

  /** With TLS's own goodbye. */
  void closeInOrder() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
    }
    close();
  }

  private void refuse(BadRequest reason) {
    LOG.log(System.Logger.Level.DEBUG, "Not a request", reason);
    try {
      out.write(
          "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The connection broke", e);
    }
    closeInOrder();
  }
}
