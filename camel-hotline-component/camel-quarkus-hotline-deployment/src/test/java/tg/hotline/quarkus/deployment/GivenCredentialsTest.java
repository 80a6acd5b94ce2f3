package tg.hotline.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenCredentialsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.component.hotline.access-token",
        "camel.component.hotline.accessToken",
        "camel.component.hotline.instance",
        "camel.component.hotline.api-key",
        "camel.component.hotline.apiKey",
        "camel.component.hotline.api-url",
        "camel.component.hotline.configuration.apiKey",
        "camel.component.hotline.connection",
        "camel.component.hotline.connections[sales].instance",
        "camel.component.hotline.connections.sales.api-key",
        "CAMEL_COMPONENT_HOTLINE_ACCESS_TOKEN",
        "CAMEL_COMPONENT_HOTLINE_ACCESSTOKEN",
        "CAMEL_COMPONENT_HOTLINE_CONNECTIONS_SALES__INSTANCE",
        "HOTLINE_ACCESS_TOKEN",
        "hotline.instance",
        "HOTLINE_API_KEY",
      })
  void tellsWhomToCall(String name) {
    assertThat(GivenCredentials.find(List.of("quarkus.http.port", name))).contains(name);
  }

  @Test
  void connectionsOfOtherProfilesAreFound() {
    assertThat(
            GivenCredentials.connectionsElsewhere(
                List.of(
                    "%prod.camel.component.hotline.connections[sales].instance",
                    "%prod.camel.component.hotline.connections[sales].api-key",
                    "%{prod,staging}.camel.component.hotline.connections.two.apiKey",
                    "%prod.camel.component.hotline.connection",
                    "camel.component.hotline.connections[here].instance")))
        .containsExactly("sales", "two");
  }

  @Test
  void otherSettingsTellNothing() {
    assertThat(
            GivenCredentials.find(
                List.of(
                    "camel.component.hotline.max-retries",
                    "camel.component.hotline.verify-topic",
                    "camel.component.telegram.access-token",
                    "%prod.camel.component.hotline.access-token",
                    "HOTLINE_HOME",
                    "quarkus.hotline.devservices.port")))
        .isEmpty();
  }
}
