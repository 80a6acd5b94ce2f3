package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HotlineTest {
  @Test
  void whenItIsFullItRefusesAndKeepsWhatItHas() throws Exception {
    Seed standard = Seed.standard();
    Seed silent =
        new Seed(standard.accessToken(), standard.connections(), standard.dialogs(), List.of());
    Hotline hotline = new Hotline(silent, 2, change -> {});
    Connection connection = hotline.login(Seed.INSTANCE, Seed.API_KEY);
    hotline.post(connection, Seed.USER_ID, "one", () -> {});
    hotline.post(connection, Seed.USER_ID, "two", () -> {});

    for (ThrowingCallable more : all(hotline, connection)) {
      assertThatExceptionOfType(Refusal.class)
          .isThrownBy(more)
          .withMessage("The sandbox is full: it keeps 2 messages");
    }
    assertThat(hotline.dialog(Seed.GROUP_ID, Seed.TOPIC_ID)).hasSize(2);
    assertThat(hotline.chat(Seed.INSTANCE, Seed.USER_ID).orElseThrow().messages().all()).isEmpty();
    assertThat(hotline.posted().all()).extracting(Message::text).containsExactly("one", "two");
  }

  private static List<ThrowingCallable> all(Hotline hotline, Connection connection) {
    TelegramUser john = TelegramUser.of(Seed.USER_ID, "John");
    return List.of(
        () -> hotline.post(connection, Seed.USER_ID, "x", () -> {}),
        () -> hotline.customerWrites(connection, john, "x", LocalDateTime.MIN),
        () -> hotline.operatorWrites(Seed.GROUP_ID, Seed.TOPIC_ID, "/ x", LocalDateTime.MIN),
        () -> hotline.operatorAnswers(Seed.GROUP_ID, Seed.TOPIC_ID, "x", LocalDateTime.MIN),
        () -> hotline.botSends(connection, Seed.USER_ID, "x", null),
        () -> hotline.botEdits(connection, Seed.USER_ID, 1, "x", null));
  }
}
