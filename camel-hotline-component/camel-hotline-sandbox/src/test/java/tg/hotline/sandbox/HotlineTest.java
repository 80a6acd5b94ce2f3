package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
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

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> hotline.post(connection, Seed.USER_ID, "three", () -> {}))
        .withMessage("The sandbox is full: it keeps 2 messages");
    assertThat(hotline.posted().all()).extracting(Message::text).containsExactly("one", "two");
  }
}
