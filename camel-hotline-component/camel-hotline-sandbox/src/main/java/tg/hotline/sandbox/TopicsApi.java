package tg.hotline.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer.CutRequest;
import tg.hotline.sandbox.Answer.Raw;
import tg.hotline.sandbox.Call.Outcome;
import tg.hotline.sandbox.Transcript.CameIn;
import tg.hotline.sandbox.Transcript.WentOut;
import tg.hotline.sandbox.Workflow.Result;

/**
 * Answers calls of the Topics API: by the workflow, or as a test has scripted it. A delay holds no
 * thread, so that thousands of slow calls can be in flight.
 */
final class TopicsApi {
  private static final System.Logger LOG = System.getLogger(TopicsApi.class.getName());

  private final Executor executor;
  private final ScheduledExecutorService timer;

  TopicsApi(Executor executor, ScheduledExecutorService timer) {
    this.executor = executor;
    this.timer = timer;
  }

  /**
   * Takes a call.
   *
   * @param notRunning what the phase has everything answered with
   */
  void handle(Exchange exchange, State state, Optional<Raw> notRunning) throws IOException {
    boolean scripted = exchange.method().equals("POST") && notRunning.isEmpty();
    Fault fault = null;
    if (scripted) {
      fault = state.script().isEmpty() ? state.faults().next().orElse(null) : null;
      if (fault != null && fault.answer() instanceof CutRequest cut) {
        cutRequest(exchange, state, cut, fault, null);
        return;
      }
      Optional<Script.Entry> entry = state.script().nextWhileReading();
      if (entry.isPresent() && entry.get().answer() instanceof CutRequest cut) {
        cutRequest(exchange, state, cut, null, entry.get().label());
        return;
      }
    }
    Request request = Request.read(exchange);
    CameIn cameIn =
        CameIn.of(exchange, request.tooLarge() ? "(over 16 MiB: not kept)" : request.body());
    Call call = state.journal().arrived(cameIn, request.fieldsOrNone(), fault);
    if (notRunning.isPresent()) {
      Raw answer = notRunning.get();
      state
          .journal()
          .ended(call, WentOut.answered(answer), Outcome.HTTP_ERROR, /* tookEffect= */ false);
      exchange.send(answer);
      return;
    }
    Answer answer = Answer.usual();
    if (fault != null) {
      answer = fault.answer();
    } else if (scripted) {
      answer = scripted(state, call);
    }
    new Performance(exchange, state, request, call).begin(answer);
  }

  private static void cutRequest(
      Exchange exchange,
      State state,
      CutRequest cut,
      @Nullable Fault drawn,
      @Nullable String scripted)
      throws IOException {
    Call call = state.journal().arrived(CameIn.of(exchange, ""), Fields.NONE, drawn);
    if (scripted != null) {
      state.journal().plays(call, scripted);
    }
    byte[] read = exchange.body().readNBytes(cut.bodyBytes());
    CameIn cameIn = CameIn.of(exchange, new String(read, StandardCharsets.UTF_8));
    state.journal().transcripts().cameIn(call.number(), cameIn);
    state.journal().ended(call, WentOut.CUT_REQUEST, Outcome.CUT, /* tookEffect= */ false);
    exchange.cut();
  }

  private static Answer scripted(State state, Call call) {
    try {
      Optional<Script.Entry> entry = state.script().next(call);
      entry.ifPresent(found -> state.journal().plays(call, found.label()));
      return entry.map(Script.Entry::answer).orElse(Answer.usual());
    } catch (RuntimeException e) { // a predicate of the test's
      state.journal().ended(call, WentOut.CUT, Outcome.CUT, /* tookEffect= */ false);
      throw e;
    }
  }

  /** What can fail because the client did not wait. */
  private interface Step {
    void run() throws IOException;
  }

  /** One call's way through what is scripted for it. Used by one thread at a time. */
  private final class Performance {
    private final Exchange exchange;
    private final State state;
    private final Request request;
    private final Call call;
    private @Nullable Result result;

    /** How much of the answer's body is let through before the connection is cut. */
    private @Nullable Integer cutWithin;

    /** Whether the client had time to give up. */
    private boolean late;

    private boolean ended;

    Performance(Exchange exchange, State state, Request request, Call call) {
      this.exchange = exchange;
      this.state = state;
      this.request = request;
      this.call = call;
    }

    void begin(Answer answer) {
      if (state.slots().take(() -> late(() -> perform(answer)))) {
        attempt(() -> perform(answer));
      }
    }

    private void perform(Answer answer) throws IOException {
      if (answer instanceof Answer.Usual) {
        Result right = run();
        end(right.answer(), right.outcome());
      } else if (answer instanceof Answer.Changed changed) {
        Result right = run();
        boolean refused = right.outcome() == Outcome.HTTP_ERROR;
        end(
            refused ? right.answer() : changed.change().apply(right.answer()),
            refused ? right.outcome() : Outcome.SCRIPTED);
      } else if (answer instanceof Raw raw) {
        end(raw, Outcome.SCRIPTED);
      } else if (answer instanceof Answer.AfterEffect after) {
        run();
        perform(after.then());
      } else if (answer instanceof Answer.BeforeEffect before) {
        try {
          end(before.now(), Outcome.SCRIPTED);
        } finally {
          schedule(before.delay(), this::effectBehindTheAnswer);
        }
      } else if (answer instanceof Answer.Delayed delayed) {
        schedule(delayed.delay(), () -> late(() -> perform(delayed.then())));
      } else if (answer instanceof Answer.CutWithin cut) {
        cutWithin = cut.bodyBytes();
        perform(cut.then());
      } else if (answer instanceof Answer.Cut cut) {
        ended(cut.reset() ? WentOut.RESET : WentOut.CUT, Outcome.CUT);
        if (cut.reset()) {
          exchange.reset();
        } else {
          exchange.cut();
        }
      } else if (answer instanceof CutRequest) {
        ended(WentOut.CUT, Outcome.CUT);
        exchange.cut();
      } else if (answer instanceof Answer.Hang) { // its slot is taken for good too, as in reality
        state.journal().hangs(call);
      }
    }

    private void schedule(Duration delay, Runnable task) {
      Future<?> unused = // nobody to tell: what is scheduled deals with what fails
          timer.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void late(Step step) {
      late = true;
      attempt(step);
    }

    private void attempt(Step step) {
      try {
        step.run();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "The caller did not wait for its answer", e);
        exchange.cut();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "The call failed inside the sandbox", e);
        if (!ended) {
          ended(WentOut.CUT, Outcome.CUT);
        }
        exchange.cut();
      }
    }

    private Result run() {
      Result done = result;
      if (done == null) {
        done = new Workflow(state.hotline(), () -> state.journal().takesEffect(call)).run(request);
        result = done;
      }
      return done;
    }

    private void effectBehindTheAnswer() {
      if (run().tookEffect()) {
        state.journal().tookEffect(call);
      }
    }

    private void end(Raw answer, Outcome outcome) throws IOException {
      if (late && exchange.clientGone()) {
        ended(WentOut.CLIENT_GONE, Outcome.CLIENT_GONE);
        exchange.cut();
      } else if (cutWithin == null) {
        ended(WentOut.answered(answer), outcome);
        exchange.send(answer);
      } else {
        boolean complete = cutWithin >= answer.body().getBytes(StandardCharsets.UTF_8).length;
        ended(WentOut.cutWithin(answer, cutWithin), complete ? outcome : Outcome.CUT);
        exchange.sendAndCut(answer, cutWithin);
      }
    }

    /**
     * Told before the caller gets the answer, so that who has the answer finds it in the journal.
     */
    private void ended(WentOut wentOut, Outcome outcome) {
      ended = true;
      state.journal().ended(call, wentOut, outcome, result != null && result.tookEffect());
      state.slots().release();
    }
  }
}
