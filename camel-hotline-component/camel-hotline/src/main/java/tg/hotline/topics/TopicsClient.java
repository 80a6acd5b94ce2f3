package tg.hotline.topics;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * Calls the Topics API in the name of one connection: through the gate, by HTTP, again where that
 * is without risk. Holds no thread while it waits. Cheap to make; what it is made of is shared and
 * closed by whoever made it. Thread-safe.
 */
public final class TopicsClient {

  private static final Logger LOG = LoggerFactory.getLogger(TopicsClient.class);
  private static final int TOO_MANY_REQUESTS = 429;

  /**
   * How calls are made.
   *
   * @param apiUrl the Topics API's address
   * @param requestTimeout for one try, from its start to the answer's last byte; a try that starts
   *     within the retry policy's timeout has it whole, since one cut short would end unknown
   * @param retry when a call is made again
   */
  public record Settings(URI apiUrl, Duration requestTimeout, RetryPolicy retry) {}

  /**
   * The threads and sources of time and chance that calls run on.
   *
   * @param timer starts retries; is never held
   * @param hop runs the callbacks, so that no I/O thread is held by what comes after a call
   * @param clock the time of day, for answers that name one
   * @param random draws from 0 (inclusive) to 1 (exclusive)
   */
  public record Engine(
      ScheduledExecutorService timer, Executor hop, InstantSource clock, DoubleSupplier random) {}

  private final Supplier<Access> access;
  private final Settings settings;
  private final HttpTransport transport;
  private final HttpTransport.Target target;
  private final Engine engine;
  private final AtomicReference<@Nullable Secrets> latest;

  /**
   * Makes a client of shared parts.
   *
   * @param access asked once for each call, which keeps what it got to its end
   */
  public TopicsClient(
      Supplier<Access> access, Settings settings, HttpTransport transport, Engine engine) {
    this(
        access,
        settings,
        transport,
        HttpTransport.Target.of(settings.apiUrl()),
        engine,
        new AtomicReference<>());
  }

  private TopicsClient(
      Supplier<Access> access,
      Settings settings,
      HttpTransport transport,
      HttpTransport.Target target,
      Engine engine,
      AtomicReference<@Nullable Secrets> latest) {
    this.access = access;
    this.settings = settings;
    this.transport = transport;
    this.target = target;
    this.engine = engine;
    this.latest = latest;
  }

  /** This client for somebody who has asked for the access already. */
  public TopicsClient with(Supplier<Access> asked) {
    return new TopicsClient(asked, settings, transport, target, engine, latest);
  }

  /**
   * Makes a call that nobody watches; otherwise as {@link #call(TopicsRequest, Turn,
   * Attempt.Listener, Consumer)}.
   */
  public <A extends TopicsAnswer> void call(
      TopicsRequest<A> request, Turn turn, Consumer<? super TopicsResult<A>> callback) {
    call(request, turn, null, callback);
  }

  /**
   * Makes a call and returns at once.
   *
   * @param turn a new one, or that of the calls before that this one continues
   * @param listener told of every try, if there is one
   * @param callback told the result exactly once, on a thread of {@link Engine#hop()}
   */
  public <A extends TopicsAnswer> void call(
      TopicsRequest<A> request,
      Turn turn,
      Attempt.@Nullable Listener listener,
      Consumer<? super TopicsResult<A>> callback) {
    Access given;
    try {
      given = access.get();
    } catch (RuntimeException | Error e) { // a supplier of somebody else's
      Failure<A> failure =
          new Failure<>(Outcome.NOT_SENT, 0, "no credentials: " + e.getMessage(), e);
      Attempt none =
          listener == null
              ? null
              : new Attempt(0, failure.outcome(), 0, engine.clock().instant(), 0);
      hop(
          () -> {
            report(listener, none);
            callback.accept(failure);
          });
      return;
    }
    Call<A> call = new Call<>(request, given, turn, listener, callback);
    given.gate().enter(call, call.deadline);
  }

  /** To make them takes a while, and most calls have those of the call before. */
  private Secrets secrets(Credentials credentials) {
    Secrets secrets = latest.get();
    if (secrets == null || !secrets.credentials().equals(credentials)) {
      secrets = transport.secrets(credentials);
      latest.set(secrets);
    }
    return secrets;
  }

  /** One call on its way, all tries together. One thread at a time has it. */
  private final class Call<A extends TopicsAnswer> implements Gate.Visitor, HttpTransport.Callback {
    private final TopicsRequest<A> request;
    private final Turn turn;
    private final Secrets secrets;
    private final Gate gate;
    private final Attempt.@Nullable Listener listener;
    private final Tally tally;
    private final Consumer<? super TopicsResult<A>> callback;
    private final long deadline;

    /** When the call came, then when its latest try began. */
    private long began;

    private int tries;
    private @Nullable Failure<A> last;

    Call(
        TopicsRequest<A> request,
        Access access,
        Turn turn,
        Attempt.@Nullable Listener listener,
        Consumer<? super TopicsResult<A>> callback) {
      this.request = request;
      this.turn = turn;
      this.secrets = secrets(access.credentials());
      this.gate = access.gate();
      this.listener = listener;
      this.tally = access.tally();
      this.callback = callback;
      this.began = gate.now();
      this.deadline = began + settings.retry().timeout().toNanos();
    }

    @Override
    public Turn turn() {
      return turn;
    }

    @Override
    public void admitted(boolean waited) {
      tries++;
      began = gate.now();
      if (!waited) {
        post();
        return;
      }
      try { // opening a connection may ask DNS, which holds the thread
        engine.hop().execute(this::post);
      } catch (RejectedExecutionException e) {
        failed(true, Gate.STOPPING, e);
      } catch (OutOfMemoryError e) {
        failed(true, "there is no thread to be had", e);
      }
    }

    private void post() {
      byte[] json;
      try { // only now: many may wait, each with its text
        json = RequestJson.of(request, secrets.credentials());
      } catch (RuntimeException | OutOfMemoryError e) {
        failed(true, "the request could not be written", e);
        return;
      }
      transport.post(target, secrets, json, settings.requestTimeout(), this);
    }

    @Override
    public void refused(String reason) {
      if (last == null) {
        Failure<A> failure = new Failure<>(Outcome.NOT_SENT, 0, reason, null);
        end(failure, attempt(failure, 0));
      } else {
        end(last.because("; then " + reason), null);
      }
    }

    @Override
    public void answered(HttpAnswer answer) {
      ended(read(answer), answer);
    }

    @Override
    public void failed(boolean surelyNotSent, String reason, Throwable cause) {
      ended(AnswerReader.unanswered(surelyNotSent, reason, cause, secrets), null);
    }

    private void ended(TopicsResult<A> result, @Nullable HttpAnswer answer) {
      Attempt attempt = attempt(result, answer == null ? 0 : answer.status());
      boolean again = false;
      try {
        again = tried(result, answer, attempt);
      } finally {
        gate.leave(); // first: what comes after the call may want the place
      }
      if (!again) {
        end(result, attempt);
      }
    }

    private TopicsResult<A> read(HttpAnswer answer) {
      try {
        return AnswerReader.read(request, answer, secrets);
      } catch (RuntimeException e) { // never seen; a call must end, whatever came
        return new Failure<>(Outcome.UNKNOWN, answer.status(), "the answer could not be read", e);
      }
    }

    /** Whether it will be tried again. */
    private boolean tried(
        TopicsResult<A> result, @Nullable HttpAnswer answer, @Nullable Attempt attempt) {
      if (LOG.isDebugEnabled()) {
        LOG.debug("{} for {}, try {}: {}", request.action(), request.subject(), tries, say(result));
      }
      if (result instanceof Failure<A> failure) {
        long backoff = settings.retry().waitNanos(tries, engine.random());
        long pause = answer == null ? 0 : pauseNanos(answer, backoff);
        long now = gate.now();
        long due = now + Math.max(backoff, pause);
        if (pause > 0 && gate.pause(now + pause)) {
          LOG.info(
              "{}; all calls with this access token pause for {} ms",
              say(failure),
              Duration.ofNanos(pause).toMillis());
        }
        if (mayRetry(failure) && due - deadline < 0) {
          last = failure;
          again(due, attempt);
          return true;
        }
      }
      return false;
    }

    private @Nullable Attempt attempt(TopicsResult<A> result, int status) {
      if (listener == null) {
        return null;
      }
      long nanos = gate.now() - began;
      return new Attempt(
          tries, result.outcome(), status, engine.clock().instant().minusNanos(nanos), nanos);
    }

    private void again(long due, @Nullable Attempt attempt) {
      if (attempt == null) {
        gate.enterAt(due, this, deadline);
        return;
      }
      hop(
          () -> {
            report(listener, attempt);
            gate.enterAt(due, this, deadline);
          });
    }

    /** How long an answer asks everybody to wait; 0 if it does not. */
    private long pauseNanos(HttpAnswer answer, long backoff) {
      Duration asked =
          RetryAfter.of(answer, engine.clock().instant(), settings.retry().backoffMax());
      if (asked != null) {
        return asked.toNanos();
      }
      return answer.status() == TOO_MANY_REQUESTS ? backoff : 0;
    }

    private boolean mayRetry(Failure<A> failure) {
      return tries <= settings.retry().maxRetries()
          && RetryPolicy.allows(failure.outcome(), request.repeatable());
    }

    private void end(TopicsResult<A> last, @Nullable Attempt attempt) {
      TopicsResult<A> result =
          tries > 1 && last instanceof Failure<A> failure
              ? failure.because(" (after " + tries + " tries)")
              : last;
      tally.count(result, engine.clock());
      hop(
          () -> {
            report(listener, attempt);
            callback.accept(result);
          });
    }
  }

  /** Runs somebody else's code where it may take its time. */
  private void hop(Runnable step) {
    try {
      engine.hop().execute(step);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Stopping, or no thread to be had: better told on this thread than never.
      try {
        step.run();
      } catch (RuntimeException | Error broken) { // this thread has others to tell
        LOG.warn("What comes after a call failed: {}", broken.toString());
      }
    }
  }

  private static void report(Attempt.@Nullable Listener listener, @Nullable Attempt attempt) {
    if (listener != null && attempt != null) {
      try {
        listener.tried(attempt);
      } catch (RuntimeException | Error e) { // the call goes on, whoever watches it
        LOG.warn("A listener of tries failed: {}", e.toString());
      }
    }
  }

  private static String say(TopicsResult<?> result) {
    return result instanceof Failure<?> failure
        ? failure.outcome() + " " + failure.reason()
        : result.outcome().toString();
  }
}
