package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port that does with its first connection what no server of HTTP would, and then another. */
final class Front implements AutoCloseable {

  /** What is done with a connection, which is closed in order after it. */
  interface Act {
    void play(Socket socket) throws IOException;
  }

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "front");
            thread.setDaemon(true);
            return thread;
          });
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)");

  private final ServerSocket server;
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean opened = new AtomicBoolean();
  private final Act first;
  private final Act then;

  private Front(Act first, Act then, int backlog) {
    this.first = first;
    this.then = then;
    try {
      server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Front playing(Act first, Act then) {
    Front front = new Front(first, then, 50);
    THREADS.execute(front::accept);
    return front;
  }

  /**
   * Nobody gets in until the first {@link #letIn()}: as many wait already as the system lets wait.
   */
  static Front full(Act then) throws IOException {
    Front front = new Front(then, then, 1);
    for (int i = 0; i < 5; i++) { // Linux lets one more wait than it was told
      SocketChannel filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.connect(front.server.getLocalSocketAddress());
      front.open.add(filler.socket());
    }
    return front;
  }

  void letIn() {
    if (!opened.compareAndSet(false, true)) {
      return; // a slow machine tries more than once: another accept would wait for ever
    }
    List<Socket> fillers = new ArrayList<>(open);
    fillers.forEach(Front::close);
    try {
      server.accept().close(); // one place is free before the next try
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    THREADS.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    boolean played = false;
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Act act = played ? then : first;
        played = true;
        THREADS.execute(() -> play(act, socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void play(Act act, Socket socket) {
    try {
      act.play(socket);
      socket.shutdownOutput(); // and not yet its input: unread bytes would reset the connection
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the other end has hung up
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // closed
    }
    open.forEach(Front::close);
  }

  /** Makes an answer, byte for byte. */
  interface Answerer {
    byte[] answer(String request);
  }

  static Act answer(Answerer answerer) {
    return socket -> {
      String request = readRequest(socket.getInputStream());
      socket.getOutputStream().write(answerer.answer(request));
    };
  }

  /** Hands the connection on. */
  static Act relay(int port) {
    return socket -> {
      try (Socket behind = new Socket()) {
        behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        THREADS.execute(() -> copy(behind, socket));
        copy(socket, behind);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    };
  }

  /** A proxy that opens a tunnel. */
  static Act tunnel(int port) {
    return socket -> {
      readRequest(socket.getInputStream());
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      relay(port).play(socket);
    };
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  /** Reads a request, its body too. */
  static String readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("no request");
      }
      head.append((char) c);
    }
    Matcher length = LENGTH.matcher(head);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(body), ISO_8859_1);
  }
}
