package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerModeTest {

  private static final String CREDENTIALS =
      "hotline.access-token=t hotline.instance=i hotline.api-key=k ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hotline.mode=sandbox",
        "hotline.mode=SANDBOX",
        "hotline.access-token=",
        "hotline.poll.url=off",
        "hotline.bot.token=off",
        "hotline.mode=sandbox hotline.poll.url=http://x hotline.watch.topics=https://t.me/c/1/2",
        "hotline.mode=sandbox hotline.bot.token=1:A hotline.bot-api-url=http://x"
      })
  void nothingSetIsTheSandbox(String settings) {
    assertThat(decide(settings)).isEqualTo(RunnerMode.SANDBOX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hotline.mode=live",
        "hotline.inbox=/srv/inbox hotline.api-url=https://x quarkus.datasource.jdbc.url=jdbc:x"
      })
  void allCredentialsAreLive(String settings) {
    assertThat(decide(CREDENTIALS + settings)).isEqualTo(RunnerMode.LIVE);
  }

  @Test
  void theSandboxCanBeAskedForBesideCredentials() {
    assertThat(decide(CREDENTIALS + "hotline.mode=sandbox")).isEqualTo(RunnerMode.SANDBOX);
  }

  @ParameterizedTest
  @CsvSource({
    "hotline.access-token=t hotline.instance=i, HOTLINE_API_KEY is not set",
    "hotline.access-token=t hotline.api-key=k, HOTLINE_INSTANCE is not set",
    "hotline.instance=i hotline.api-key=k, HOTLINE_ACCESS_TOKEN is not set",
    "hotline.api-key=k, 'HOTLINE_ACCESS_TOKEN, HOTLINE_INSTANCE are not set'",
    "hotline.mode=live hotline.instance=i hotline.api-key=k, HOTLINE_ACCESS_TOKEN is not set",
    "hotline.mode=live, 'HOTLINE_ACCESS_TOKEN, HOTLINE_INSTANCE, HOTLINE_API_KEY are not set'",
    "hotline.mode=production, 'HOTLINE_MODE must be sandbox or live, not ''production'''",
    "hotline.inbox=/srv/inbox, hotline.inbox is configured",
    "hotline.api-url=https://x, hotline.api-url is configured",
    "hotline.poll.url=https://x, hotline.poll.url is configured",
    "hotline.watch.topics=https://t.me/c/1/2, hotline.watch.topics is configured",
    "hotline.bot.token=1:A, hotline.bot.token is configured",
    "hotline.ai.token=1:A, hotline.ai.token is configured",
    "hotline.orders.token=1:A, hotline.orders.token is configured",
    "hotline.broadcast.token=1:A, hotline.broadcast.token is configured",
    "hotline.bot-api-url=https://x, hotline.bot-api-url is configured",
    "quarkus.datasource.jdbc.url=jdbc:x, quarkus.datasource.jdbc.url is configured",
    "camel.component.hotline.apiUrl=https://x, camel.component.hotline.apiUrl is configured",
    "camel.component.hotline.connections[a].instance=1, connections[a].instance is configured",
    "hotline.mode=sandbox hotline.inbox=/srv/inbox, hotline.inbox is configured"
  })
  void contradictionsAreRefusedByName(String settings, String text) {
    assertThatThrownBy(() -> decide(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(text)
        .hasMessageNotContaining("\n");
  }

  @Test
  void noMessageTellsASecret() {
    assertThatThrownBy(() -> decide("hotline.access-token=geheim hotline.api-key=secreto"))
        .hasMessageNotContainingAny("geheim", "secreto");
    assertThatThrownBy(() -> decide("hotline.bot.token=1:geheim"))
        .hasMessageNotContaining("geheim");
  }

  private static RunnerMode decide(String settings) {
    Map<String, String> map =
        Arrays.stream(settings.split(" "))
            .filter(setting -> setting.contains("="))
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return RunnerMode.decide(GivenSettings.read(map::get, map.keySet().stream()));
  }
}
