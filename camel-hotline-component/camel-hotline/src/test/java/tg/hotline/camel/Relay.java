package tg.hotline.camel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ports of this machine that lead to another one as if it were far away: what one end says, and
 * that it has closed the connection, comes late to the other. One thread serves them all. What
 * callers say can be heard.
 */
final class Relay implements AutoCloseable {

  private record Way(SocketChannel to, Consumer<String> listener) {}

  /** What is on its way. */
  private record Late(long at, SocketChannel from, SocketChannel to, @Nullable ByteBuffer bytes) {}

  private final InetSocketAddress far;
  private final long delay;
  private final Selector selector = Selector.open();
  private final Consumer<String> listener;
  private final Deque<Late> late = new ArrayDeque<>(); // all take the same time
  private final Thread thread = new Thread(this::run, "relay");
  private volatile @Nullable Throwable broken;

  /**
   * @param listener told every byte that callers send, as ISO-8859-1, before it goes on
   */
  Relay(int port, Duration delay, Consumer<String> listener) throws IOException {
    this.listener = listener;
    this.far = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.delay = delay.toNanos();
  }

  /** Opens one more; before {@link #start}. */
  int open() throws IOException {
    ServerSocketChannel port = ServerSocketChannel.open();
    port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port.configureBlocking(false);
    port.register(selector, SelectionKey.OP_ACCEPT);
    return port.socket().getLocalPort();
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt(); // which wakes the selector
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
    if (broken != null) {
      throw new IllegalStateException("the lines broke", broken);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Late next = late.peek();
        long wait = next == null ? Long.MAX_VALUE : next.at() - System.nanoTime();
        if (wait > 0) {
          selector.select(next == null ? 0 : wait / 1_000_000 + 1);
        } else {
          selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid() && key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
          } else if (key.isValid()) {
            read(key);
          }
        }
        selector.selectedKeys().clear();
        deliver();
      }
    } catch (IOException | RuntimeException e) {
      broken = e;
    }
  }

  private void accept(ServerSocketChannel port) throws IOException {
    SocketChannel near = port.accept();
    SocketChannel server = SocketChannel.open(far);
    near.configureBlocking(false);
    server.configureBlocking(false);
    near.register(selector, SelectionKey.OP_READ, new Way(server, listener));
    server.register(selector, SelectionKey.OP_READ, new Way(near, unheard -> {}));
  }

  private void read(SelectionKey key) {
    SocketChannel from = (SocketChannel) key.channel();
    Way way = (Way) key.attachment();
    ByteBuffer bytes = ByteBuffer.allocate(16_384);
    int count;
    try {
      count = from.read(bytes);
    } catch (IOException e) {
      count = -1;
    }
    bytes.flip();
    if (count < 0) {
      key.cancel();
    } else {
      way.listener().accept(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
    }
    late.add(new Late(System.nanoTime() + delay, from, way.to(), count < 0 ? null : bytes));
  }

  private void deliver() throws IOException {
    while (!late.isEmpty() && late.getFirst().at() <= System.nanoTime()) {
      Late due = late.removeFirst();
      try {
        if (due.bytes() == null) {
          due.from().close();
          due.to().close();
        } else if (due.to().isOpen()
            && due.to().write(due.bytes()) >= 0
            && due.bytes().hasRemaining()) {
          throw new IllegalStateException("more than the socket's buffer takes");
        }
      } catch (IOException e) { // closed at its other end, which is on its way to us
        due.to().close();
      }
    }
  }
}
