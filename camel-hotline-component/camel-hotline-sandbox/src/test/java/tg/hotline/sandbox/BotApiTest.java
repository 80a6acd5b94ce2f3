package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BotApiTest {
  private static final String BOT = "/bot" + Seed.SALES_BOT_TOKEN;

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private final HotlineSandbox hotline = HOTLINE.sandbox();
  private final Caller caller = new Caller(hotline);

  @Test
  void aBotReadsAndAnswers() throws Exception {
    hotline.customerWrites(Seed.SALES_INSTANCE, TelegramUser.of(5, "Ann"), "hello");

    assertThat(caller.get(BOT + "/getUpdates").body()).contains("\"text\":\"hello\"");
    assertThat(caller.get(BOT + "/sendMessage?chat_id=5&text=hi%20there").body())
        .startsWith("{\"ok\":true,\"result\":{\"message_id\":2,");

    assertThat(hotline.chat(Seed.SALES_INSTANCE, 5))
        .extracting(ChatMessage::text)
        .containsExactly("hello", "hi there");
  }
}
