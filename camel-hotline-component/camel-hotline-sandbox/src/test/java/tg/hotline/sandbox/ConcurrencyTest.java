package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConcurrencyTest {
  private static final int CALLERS = 50;
  private static final int CALLS = 10;

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void fiveHundredSendsAreFiveHundredMessagesInEachCallersOrder() throws Exception {
    HotlineSandbox hotline = HOTLINE.sandbox();
    Caller http = new Caller(hotline);
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      CompletableFuture<Void> turns = CompletableFuture.completedFuture(null);
      for (int call = 0; call < CALLS; call++) {
        String body = Caller.send(Seed.USER_ID, caller + ":" + call);
        turns =
            turns
                .thenCompose(done -> http.callAsync(body))
                .thenAccept(answer -> assertThat(answer.body()).contains("message_sent"));
      }
      callers.add(turns);
    }
    for (CompletableFuture<Void> caller : callers) {
      caller.get();
    }

    List<Message> messages = hotline.messages();
    assertThat(messages).hasSize(CALLERS * CALLS);
    for (int caller = 0; caller < CALLERS; caller++) {
      String prefix = caller + ":";
      assertThat(messages.stream().map(Message::text).filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, CALLS).mapToObj(call -> prefix + call).toList());
    }
    assertThat(messages.stream().map(Message::number))
        .containsExactlyElementsOf(
            LongStream.range(0, CALLERS * CALLS)
                .mapToObj(index -> messages.get(0).number() + index)
                .toList());
    assertThat(hotline.calls())
        .hasSize(CALLERS * CALLS)
        .allMatch(Call::tookEffect)
        .allMatch(call -> call.outcome() == Call.Outcome.MESSAGE_SENT);
  }
}
