package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void keepsTheNewestAndGoesOnCounting() {
    Log<String> log = new Log<>(2);
    log.append(number -> "entry " + number);
    log.append(number -> "entry " + number);
    log.append(number -> "entry " + number);

    assertThat(log.all()).containsExactly("entry 2", "entry 3");
    assertThat(log.last()).isEqualTo(3);
  }

  @Test
  void changesWhatItStillKeeps() {
    Log<String> log = new Log<>(2);
    log.append(number -> "1");
    log.append(number -> "2");
    log.append(number -> "3");

    log.replace(1, entry -> "gone");
    log.replace(2, entry -> entry + " changed");
    log.replace(3, entry -> entry + " too");

    assertThat(log.all()).containsExactly("2 changed", "3 too");
  }
}
