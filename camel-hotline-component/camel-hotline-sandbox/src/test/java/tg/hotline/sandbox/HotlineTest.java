package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class HotlineTest {
  @Test
  void whenItIsFullItRefusesAndKeepsWhatItHas() throws Exception {
    Hotline hotline = new Hotline(Seed.standard(), 2);
    Connection connection = hotline.login(Seed.INSTANCE, Seed.API_KEY);
    hotline.post(connection, Seed.USER_ID, "one", () -> {});
    hotline.post(connection, Seed.USER_ID, "two", () -> {});

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> hotline.post(connection, Seed.USER_ID, "three", () -> {}))
        .withMessage("The sandbox is full: it keeps 2 messages");
    assertThat(hotline.posted().all()).extracting(Message::text).containsExactly("one", "two");
  }
}
