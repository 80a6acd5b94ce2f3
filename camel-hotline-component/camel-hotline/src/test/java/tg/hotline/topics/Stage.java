package tg.hotline.topics;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tg.hotline.sandbox.HotlineSandbox;

/** Where one call goes: a sandbox of its own, and what stands before it. */
final class Stage implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Duration HASTE = Duration.ofSeconds(2);

  final HotlineSandbox sandbox;
  private final List<HotlineSandbox> sandboxes = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();
  final HttpTransport transport;
  URI url;
  Duration requestTimeout = PATIENCE;

  /** Makes the next try reach the sandbox; done before each retry. */
  Runnable heal = () -> {};

  /** Bytes by which the request's body is longer than a real one's. */
  int padding;

  Stage(HotlineSandbox sandbox, HttpTransport transport) {
    this.sandbox = sandbox;
    this.transport = transport;
    this.url = sandbox.apiUrl();
    with(sandbox);
  }

  /** Calls go to a port that treats the first of them so. */
  Stage behind(Front.Act first) {
    return at(Front.playing(first, Front.relay(sandbox.port())));
  }

  Stage at(Front front) {
    url = URI.create(url.getScheme() + "://127.0.0.1:" + front.port() + url.getPath());
    return closing(front::close);
  }

  Stage with(HotlineSandbox other) {
    sandboxes.add(other);
    return closing(other::close);
  }

  Stage closing(Runnable close) {
    closing.add(close);
    return this;
  }

  Stage hasty() {
    requestTimeout = HASTE;
    return this;
  }

  Stage full() throws IOException {
    Front front = Front.full(Front.relay(sandbox.port()));
    heal = front::letIn;
    return at(front);
  }

  /** Waits for messages, which may come after the answer, and counts those of all sandboxes. */
  int messages(int expected) {
    if (expected > 0) {
      sandbox.awaitMessages(expected, PATIENCE);
    }
    return sandboxes.stream().mapToInt(each -> each.messages().size()).sum();
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
