package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Message;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;

/** What comes out, and what is remembered of what went out. */
class AnswersTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static App app;

  @BeforeAll
  static void start() throws Exception {
    app = new App(HOTLINE.sandbox()).bean("sent", new MemoryIdempotentRepository()).start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void isConverted() throws Exception {
    String info = "hotline:info";

    assertThat(app.ask(info, App.LINK, Map.of(), TopicInfo.class).userName()).isEqualTo("John Doe");
    assertThat(app.ask(info, App.LINK, Map.of(), Map.class).get("user_name")).isEqualTo("John Doe");
    assertThat(app.ask(info, App.LINK, Map.of(), String.class)).contains("\"John Doe\"");
    assertThat(app.ask(info, App.LINK, Map.of(), byte[].class)).isNotEmpty();
    try (InputStream in = app.ask(info, App.LINK, Map.of(), InputStream.class)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"John Doe\"");
    }
    assertThat(
            app.ask("hotline:send?userId=987654321", "Paid", Map.of(), SentMessage.class).message())
        .isEqualTo("Paid");
  }

  @Test
  void isSentOnceForAKey() {
    String uri =
        "hotline:send?userId=987654321&idempotentRepository=#bean:sent"
            + "&idempotentKey=RAW(${header.order})";

    app.ask(uri, "Paid", Map.of("order", 17), String.class);
    app.ask(uri, "Paid", Map.of("order", 17), String.class);
    app.ask(uri, "Paid", Map.of("order", 18), String.class);

    assertThat(sandbox().messages()).extracting(Message::text).containsExactly("Paid", "Paid");
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
