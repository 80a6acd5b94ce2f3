package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://deals:t0p@db/deals",
        "jdbc:postgresql://deals:t0p/@db/deals",
        "jdbc:postgresql://deals:t0p?@db/deals",
        "jdbc:postgresql://deals:t0p;@db/deals",
        "jdbc:postgresql:deals:t0p@db",
        "jdbc:postgresql://db/deals?user=deals&password=t0p",
        "jdbc:postgresql://db/deals?sslpassword=t0p",
        "jdbc:h2:tcp://deals:t0p/@db/deals",
        "jdbc:h2:file:./deals;PASSWORD=t0p"
      })
  void aSecretIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> DatabaseUrl.check(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("set quarkus.datasource.username and quarkus.datasource.password")
        .hasMessageNotContaining("t0p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://deals:t0p%40db/deals",
        "jdbc:postgresql://db:t0p/deals",
        "jdbc:postgresql://db:99999/deals",
        "jdbc:postgresql://db"
      })
  void oneThatTheDriverCannotReadIsNotRepeated(String url) {
    assertThatThrownBy(() -> DatabaseUrl.checkForm(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("quarkus.datasource.jdbc.url is malformed")
        .hasMessageNotContaining(url.substring("jdbc:postgresql:".length()));
  }

  @Test
  void anotherDatabaseIsRefused() {
    assertThatThrownBy(() -> DatabaseUrl.check("jdbc:mysql://db/deals"))
        .hasMessageContaining("must begin with jdbc:h2: or jdbc:postgresql:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/deals",
        "jdbc:postgresql:deals",
        "jdbc:postgresql://one:5432,two:5433/deals?connectTimeout=5",
        "jdbc:h2:file:/home/me@work/deals;WRITE_DELAY=0",
        "jdbc:h2:tcp://db/deals"
      })
  void oneWithoutASecretIsTaken(String url) {
    assertThatCode(
            () -> {
              DatabaseUrl.check(url);
              DatabaseUrl.checkForm(url);
            })
        .doesNotThrowAnyException();
  }
}
