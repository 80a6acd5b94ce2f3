package tg.hotline.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;

/** What can happen to a call, as it is collected. */
final class OutcomeCases implements AutoCloseable {

  private final ScheduledExecutorService timer;
  private final HttpTransport transport;
  final HttpTransport impatient;
  private final List<OutcomeCase> cases = new ArrayList<>();

  OutcomeCases(ScheduledExecutorService timer) {
    this.timer = timer;
    transport = transport(Stage.PATIENCE, null, null);
    impatient = transport(Duration.ofMillis(400), null, null);
  }

  List<OutcomeCase> all() {
    return cases;
  }

  @Override
  public void close() {
    transport.close();
    impatient.close();
  }

  OutcomeCase add(String name, Ending ending, OutcomeCase.Play play) {
    OutcomeCase added = new OutcomeCase(name, ending, play);
    cases.add(added);
    return added;
  }

  OutcomeCase started(String name, Ending ending, Consumer<Stage> change) {
    return add(
        name,
        ending,
        () -> {
          Stage stage = stage();
          change.accept(stage);
          return stage;
        });
  }

  OutcomeCase scripted(String name, Ending ending, Answer answer) {
    return started(name, ending, stage -> stage.sandbox.answerNext(answer));
  }

  OutcomeCase front(String name, Ending ending, Front.Act act) {
    return add(name, ending, () -> stage().behind(act));
  }

  Stage stage() {
    return stage(transport);
  }

  static Stage stage(HttpTransport transport) {
    return new Stage(HotlineSandbox.start(), transport);
  }

  Stage stage(HotlineSandbox sandbox) {
    return new Stage(sandbox, transport);
  }

  HttpTransport transport(
      Duration connectTimeout, @Nullable SSLContext context, @Nullable Proxy proxy) {
    return new HttpTransport(new HttpTransport.Settings(connectTimeout, context, proxy), timer);
  }
}
