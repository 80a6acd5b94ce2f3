package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {
  private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
  private static final Connection MINE =
      new Connection("my_bot", "1", "my-secret-key", "2", 3, "4");

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1:a/b"})
  void aTokenThatCannotStandInAPathIsRefused(String token) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MINE.withBotToken(token))
        .withMessage("botToken of my_bot must be like Telegram's, 123456789:AA…, without a slash");
  }

  @Test
  void aNameWithASlashNeedsNoTokenOfItsOwn() {
    assertThat(new Connection("shop/eu", "1", "key", "2", 3, "4").botToken())
        .isEqualTo("3:sandbox-token-of-shop-eu");
  }

  @Test
  void aSandboxCanStartFromOnesOwnSeed() throws Exception {
    try (HotlineSandbox hotline =
        HotlineSandbox.builder()
            .seed(Seed.empty())
            .accessToken(Seed.ACCESS_TOKEN)
            .connection(MINE)
            .customer(Customer.of("1", 5, 6, "Eve", DATE))
            .chat(new Chat("1", 7, -8, "News", "channel", "on_hold", DATE))
            .start()) {
      Caller caller = new Caller(hotline);
      String credentials = "\"group_id\":4,\"instance\":1,\"api_key\":\"my-secret-key\"}";

      assertThat(caller.call("{\"action\":\"info_by_topic\",\"topic_id\":5," + credentials).body())
          .isEqualTo(
              "{\"result\":\"topic_info\",\"group_id\":\"4\",\"topic_id\":5,"
                  + "\"frontend_type\":\"private\",\"instance_name\":\"my_bot\","
                  + "\"instance_frontend_user_id\":3,\"instance_id\":\"2\",\"chat_id\":-1004,"
                  + "\"thread_id\":5242880,\"topic_last_date\":\"2026-01-02 03:04:05\","
                  + "\"topic_status\":\"user_answered\",\"topic_title\":\"Eve\",\"user_id\":6,"
                  + "\"user_name\":\"Eve\",\"user_first_name\":\"Eve\"}");
      assertThat(caller.call("{\"action\":\"info_by_topic\",\"topic_id\":7," + credentials).body())
          .contains("\"frontend_type\":\"channel\"", "\"topic_status\":\"on_hold\"");
      assertThat(caller.call(Caller.INFO).body()).contains("Unknown instance");
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Seed seed = Seed.empty().with(MINE).with(Customer.of("1", 5, 6, "Eve", DATE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> seed.with(MINE))
        .withMessageContaining("my_bot");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seed.with(Customer.of("1", 5, 7, "Same topic", DATE)))
        .withMessageContaining("Same topic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seed.with(Customer.of("1", 6, 6, "Same user", DATE)))
        .withMessageContaining("Same user");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seed.with(Customer.of("9", 6, 7, "Lost", DATE)))
        .withMessageContaining("No connection")
        .withMessageContaining("Lost");
  }

  @Test
  void noTextShowsASecret() {
    assertThat(Seed.standard().with(MINE).toString() + MINE)
        .contains("my_bot")
        .doesNotContain("my-secret-key", MINE.botToken(), Seed.ACCESS_TOKEN, Seed.API_KEY);
  }
}
