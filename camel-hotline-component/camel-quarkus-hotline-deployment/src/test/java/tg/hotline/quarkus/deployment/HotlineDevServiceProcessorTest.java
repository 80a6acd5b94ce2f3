package tg.hotline.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotlineDevServiceProcessorTest {

  private record Settings(boolean enabled, int port) implements HotlineDevServiceConfig.Sandbox {}

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsTheSandboxUnlessToldNotTo(boolean enabled) {
    List<Object> services = new ArrayList<>();
    List<Object> settings = new ArrayList<>();

    new HotlineDevServiceProcessor()
        .sandbox(() -> new Settings(enabled, 0), services::add, settings::add);

    assertThat(services).hasSize(enabled ? 1 : 0);
    assertThat(settings.isEmpty()).isNotEqualTo(enabled);
  }
}
