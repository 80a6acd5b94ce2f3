package tg.hotline.examples.jms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** The jar that was built, with a broker and the sandbox; killed between send and acknowledge. */
class JmsQueueIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void acknowledgesWhatTheOperatorsHave(HotlineSandbox sandbox, @TempDir Path folder)
      throws Exception {
    Broker broker = new Broker(folder);
    try {
      Process app = start(broker, sandbox, folder);
      try {
        // OK.
        broker.send(message(Seed.USER_ID, "one"));
        sandbox.awaitMessage(message -> message.text().equals("one"), LONG);
        awaitAcknowledged(broker);

        // NOT_SENT, more often than the component itself tries: the broker brings it back.
        sandbox.answerNext(4, Answers.NOT_REGISTERED);
        broker.send(message(Seed.USER_ID, "two"));
        sandbox.awaitMessage(message -> message.text().equals("two"), LONG);
        awaitAcknowledged(broker);

        // REJECTED, and no message at all.
        broker.send(message(4711, "three"));
        assertThat(reason(broker.take("hotline.refused", LONG))).contains("4711");
        broker.send("no message");
        Message refused = broker.take("hotline.refused", LONG);
        assertThat(refused.getBody(String.class)).isEqualTo("no message");
        awaitAcknowledged(broker);

        // Bytes are a text as well, and so is a very long one.
        byte[] bytes = message(Seed.USER_ID, "bytes").getBytes(UTF_8);
        broker.send((producer, queue) -> producer.send(queue, bytes));
        sandbox.awaitMessage(message -> message.text().equals("bytes"), LONG);
        broker.send(message(Seed.USER_ID, "much ".repeat(30_000) + "end"));
        sandbox.awaitMessage(message -> message.text().endsWith("end"), LONG);

        // UNKNOWN: the operators have it, but nobody was told.
        sandbox.answerNext(Answer.afterEffect(Answers.EMPTY));
        broker.send(message(Seed.USER_ID, "four"));
        Message unknown = broker.take("hotline.ask-a-person", LONG);
        assertThat(unknown.getBody(String.class)).contains("four");
        assertThat(reason(unknown)).isNotBlank();
        awaitAcknowledged(broker);
        assertThat(broker.transactions())
            .contains(
                Set.of("taken from hotline.messages", "put into hotline.refused"),
                Set.of("taken from hotline.messages", "put into hotline.ask-a-person"))
            .doesNotContain(
                Set.of("put into hotline.refused"), Set.of("put into hotline.ask-a-person"));

        // Killed in the middle of a call: what is delivered again is not sent again.
        sandbox.answerNext(Answer.afterEffect(Answer.hang()));
        broker.send(message(Seed.USER_ID, "five"));
        sandbox.awaitMessage(message -> message.text().equals("five"), LONG);
        app.destroyForcibly().waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(broker.count("hotline.messages")).isEqualTo(1);
        app = start(broker, sandbox, folder);
        Message held = broker.take("hotline.ask-a-person", LONG);
        assertThat(held.getBody(String.class)).contains("five");
        awaitAcknowledged(broker);

        // An object is not even made.
        broker.send((producer, queue) -> producer.send(queue, Duration.ofSeconds(1)));
        assertThat(broker.take("hotline.refused", Duration.ofSeconds(20)))
            .isInstanceOf(ObjectMessage.class);
        awaitAcknowledged(broker);
      } finally {
        app.destroyForcibly().waitFor();
      }
    } finally {
      broker.stop();
    }
    assertThat(sandbox.messages())
        .extracting(tg.hotline.sandbox.Message::text)
        .containsOnlyOnce("one", "two", "four", "five");
    forget(folder);
  }

  /** By the README's line, but all. */
  private static void forget(Path folder) throws Exception {
    String sql =
        Page.of("examples/jms-queue/README.md")
            .snippet("sh", "delete from")
            .text()
            .replaceFirst("(?s).*-sql \"(.*)\"\\s*", "$1")
            .replace("-30", "1");
    try (Connection sent =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("data/sent"), "", "");
        Statement statement = sent.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private static Process start(Broker broker, HotlineSandbox sandbox, Path folder)
      throws IOException {
    ProcessBuilder app =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dcamel.component.hotline.retry-backoff=10ms",
                "-jar",
                System.getProperty("example.jar"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/jms-queue.log")));
    app.environment().put("HOTLINE_ACCESS_TOKEN", Seed.ACCESS_TOKEN);
    app.environment().put("HOTLINE_INSTANCE", Seed.INSTANCE);
    app.environment().put("HOTLINE_API_KEY", Seed.API_KEY);
    app.environment().put("HOTLINE_API_URL", sandbox.apiUrl().toString());
    app.environment().put("JMS_URL", broker.url());
    return app.start();
  }

  private static void awaitAcknowledged(Broker broker) {
    await().atMost(LONG).until(() -> broker.count("hotline.messages") == 0);
  }

  private static String reason(Message message) throws Exception {
    return message.getStringProperty("HotlineReason");
  }

  private static String message(long userId, String text) {
    return "{\"user_id\": %d, \"message\": \"%s\"}".formatted(userId, text);
  }
}
