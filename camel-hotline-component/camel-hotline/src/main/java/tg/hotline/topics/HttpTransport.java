package tg.hotline.topics;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Posts bytes and brings bytes back, by Apache HttpClient 5. It holds the connections and is made
 * to be shared. Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {

  /**
   * How connections are opened.
   *
   * @param connectTimeout for opening one, TLS included
   * @param sslContext whom to trust and who we are, null for what the JVM has; a host's name is
   *     checked in any case
   * @param proxy null for none
   */
  public record Settings(
      Duration connectTimeout, @Nullable SSLContext sslContext, @Nullable Proxy proxy) {}

  /** An address, taken to pieces once for all calls. */
  record Target(String scheme, URIAuthority authority, String path) {

    static Target of(URI url) {
      BasicHttpRequest request = new BasicHttpRequest("POST", url);
      return new Target(request.getScheme(), request.getAuthority(), request.getPath());
    }

    BasicHttpRequest post() {
      return new BasicHttpRequest("POST", scheme, authority, path);
    }
  }

  /** So late at most a call that takes too long is ended. */
  private static final long LOOK_MILLIS = 20;

  private final CloseableHttpAsyncClient client;
  private final @Nullable Proxy proxy;
  private final ScheduledExecutorService timer;
  private final Future<?> eviction;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean willLook = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * Opens a transport; close it.
   *
   * @param timer ends calls that take too long; not closed here
   */
  public HttpTransport(Settings settings, ScheduledExecutorService timer) {
    this.timer = timer;
    this.proxy = settings.proxy();
    PoolingAsyncClientConnectionManager connections = HttpClientFactory.connections(settings);
    client = HttpClientFactory.client(settings, connections);
    // One that is too old is not used in any case; this closes it before the server does.
    eviction =
        timer.scheduleWithFixedDelay(connections::closeExpired, 500, 500, TimeUnit.MILLISECONDS);
    client.start(); // last: a timer that takes nothing any more must leave no threads behind
  }

  /** Told of a call's end, exactly once, on an I/O or timer thread, which must not be held. */
  interface Callback {

    void answered(HttpAnswer answer);

    /**
     * @param surelyNotSent whether none of the request's body has left or will; then the call never
     *     ran
     */
    void failed(boolean surelyNotSent, String reason, Throwable cause);
  }

  /** Those of a call that goes by this transport. */
  Secrets secrets(Credentials credentials) {
    return Secrets.of(credentials, proxy);
  }

  /**
   * Posts JSON once.
   *
   * @param secrets of the call; its access token is sent as {@code X-API-KEY}
   * @param timeout from now to the answer's last byte
   */
  void post(Target to, Secrets secrets, byte[] json, Duration timeout, Callback callback) {
    boolean tunnelled = proxy != null && "https".equalsIgnoreCase(to.scheme);
    Call call = new Call(json, tunnelled, timeout, callback);
    BasicHttpRequest request = to.post();
    request.setHeader(new SecretHeader("X-API-KEY", secrets.credentials().accessToken()));
    SecretHeader authorization = proxy == null ? null : proxy.authorization();
    if (authorization != null && !tunnelled) { // else the request for the tunnel bears it
      request.setHeader(authorization);
    }
    call.start(new BasicRequestProducer(request, call.body), secrets);
  }

  /** Closes the connections at once; calls under way fail. */
  @Override
  public void close() {
    closed = true;
    eviction.cancel(false);
    client.close(CloseMode.IMMEDIATE);
    underWay.forEach(Call::cancelled); // those that the client does not tell
  }

  /** Ends those that take too long: one task for all of them, since nearly none ever does. */
  private void look() {
    willLook.set(false);
    long now = System.nanoTime();
    for (Call call : underWay) {
      if (call.due - now <= 0) {
        call.timedOut();
      }
    }
    if (!underWay.isEmpty()) {
      try {
        lookSoon();
      } catch (RejectedExecutionException e) {
        // Who shuts the timer down closes this too.
      }
    }
  }

  private void lookSoon() {
    if (willLook.compareAndSet(false, true)) {
      try {
        var unused = timer.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RuntimeException | Error e) {
        willLook.set(false);
        throw e;
      }
    }
  }

  private final class Call implements FutureCallback<HttpAnswer> {
    final RequestBody body;
    private final boolean tunnelled;
    private final Callback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Duration timeout;
    private final long due;
    private volatile @Nullable Future<?> exchange;

    Call(byte[] json, boolean tunnelled, Duration timeout, Callback callback) {
      this.body = new RequestBody(json);
      this.tunnelled = tunnelled;
      this.callback = callback;
      this.timeout = timeout;
      this.due = System.nanoTime() + timeout.toNanos();
    }

    void start(AsyncRequestProducer request, Secrets secrets) {
      underWay.add(this);
      try {
        if (closed) {
          throw new CancellationException("the transport is closed");
        }
        lookSoon();
        exchange =
            client.execute(request, new HttpAnswerConsumer(), new OnePass.Context(secrets), this);
      } catch (RuntimeException | Error e) { // the client or the timer is closed, or worse
        end(reason(e), e);
      }
      if (ended.get()) { // before the field was set
        stop();
      }
    }

    @Override
    public void completed(HttpAnswer answer) {
      if (endsNow()) {
        // HttpClient hands out a proxy's refusal to open a tunnel as if it were the answer.
        callback.answered(tunnelled && body.withdraw() ? answer.ofProxy() : answer);
      }
    }

    @Override
    public void failed(Exception cause) {
      end(reason(cause), cause);
    }

    @Override
    public void cancelled() {
      end("the connection was closed on this side", new IOException("cancelled"));
    }

    private void timedOut() {
      String reason = "no answer within " + timeout.toMillis() + " ms (requestTimeout)";
      end(reason, new TimeoutException(reason));
    }

    private void end(String reason, Throwable cause) {
      if (endsNow()) {
        callback.failed(body.withdraw(), reason, cause);
      }
    }

    private boolean endsNow() {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      underWay.remove(this);
      stop();
      return true;
    }

    /** Stops the exchange, if it still goes on. */
    private void stop() {
      Future<?> going = exchange;
      if (going != null && !going.isDone()) {
        going.cancel(true);
      }
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof AnswerTooLongException tooLong) {
      return String.valueOf(tooLong.getMessage());
    }
    String text = cause.getMessage() == null ? "" : ": " + Texts.excerpt(cause.getMessage());
    return cause.getClass().getSimpleName() + text;
  }
}
