package tg.hotline.sandbox;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer.Raw;
import tg.hotline.sandbox.Call.Outcome;
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

  void handle(Exchange exchange, State state) throws IOException {
    Request request = Request.read(exchange);
    Call call = state.journal().arrived(request.fieldsOrNone());
    Answer answer = request.method().equals("POST") ? state.script().next() : Answer.usual();
    new Performance(exchange, state, request, call).perform(answer);
  }

  /** One call's way through what is scripted for it. Used by one thread at a time. */
  private final class Performance {
    private final Exchange exchange;
    private final State state;
    private final Request request;
    private final Call call;
    private @Nullable Result result;

    Performance(Exchange exchange, State state, Request request, Call call) {
      this.exchange = exchange;
      this.state = state;
      this.request = request;
      this.call = call;
    }

    void perform(Answer answer) throws IOException {
      if (answer instanceof Answer.Usual) {
        Result right = run();
        end(right.answer(), right.outcome());
      } else if (answer instanceof Raw raw) {
        end(raw, Outcome.SCRIPTED);
      } else if (answer instanceof Answer.AfterEffect after) {
        run();
        perform(after.then());
      } else if (answer instanceof Answer.Delayed delayed) {
        Future<?> unused = // nobody to tell: performLater deals with what fails
            timer.schedule(
                () -> executor.execute(() -> performLater(delayed.then())),
                delayed.delay().toNanos(),
                TimeUnit.NANOSECONDS);
      } else if (answer instanceof Answer.Cut) {
        state.journal().ended(call, 0, Outcome.CUT, tookEffect());
        exchange.cut();
      }
    }

    private void performLater(Answer answer) {
      try {
        perform(answer);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "The caller did not wait for its answer", e);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "The call failed inside the sandbox", e);
        exchange.cut();
      }
    }

    private Result run() {
      Result done = result;
      if (done == null) {
        done = new Workflow(state.hotline()).run(request);
        result = done;
      }
      return done;
    }

    private boolean tookEffect() {
      return result != null && result.tookEffect();
    }

    private void end(Raw answer, Outcome outcome) throws IOException {
      state.journal().ended(call, answer.status(), outcome, tookEffect());
      exchange.send(answer);
    }
  }
}
