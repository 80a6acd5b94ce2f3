package tg.hotline.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.devservices.crossclassloader.runtime.ComparableDevServicesConfig;
import io.quarkus.devservices.crossclassloader.runtime.DevServiceOwner;
import io.quarkus.devservices.crossclassloader.runtime.RunningDevServicesRegistry;
import io.quarkus.devservices.crossclassloader.runtime.RunningService;
import io.quarkus.devui.spi.buildtime.BuildTimeActionBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevUiTest {

  private static final RunningDevServicesRegistry REGISTRY = RunningDevServicesRegistry.INSTANCE;

  private final List<CardPageBuildItem> cards = new ArrayList<>();
  private final List<BuildTimeActionBuildItem> actions = new ArrayList<>();

  @AfterEach
  void stop() {
    REGISTRY.closeAllRunningServices("DEVELOPMENT");
  }

  @Test
  void theCardLinksToTheSandboxThatRunsNow() {
    build("camel-hotline");

    Page page = cards.get(0).getPages().get(0).build();
    assertThat(page.isEmbed()).isFalse();
    String method = page.getMetadata().get("dynamicUrlMethodName");
    var action = actions.get(0).getDeploymentActions().get(0);
    assertThat(action.getMethodName()).isEqualTo(method);

    run("http://127.0.0.1:1");
    assertThat(action.getAction().apply(Map.of())).isEqualTo("http://127.0.0.1:1");
  }

  @Test
  void withoutTheSandboxThereIsNoLink() {
    build("kafka-client");

    assertThat(cards).isEmpty();
    assertThat(actions).isEmpty();
  }

  private void build(String devService) {
    DevServicesResultBuildItem running =
        DevServicesResultBuildItem.discovered().name(devService).config(Map.of()).build();
    new HotlineDevUiProcessor().card(List.of(running), cards::add, actions::add);
  }

  private static void run(String url) {
    REGISTRY.addRunningService(
        new ComparableDevServicesConfig(
            new UUID(0, 0), new DevServiceOwner("camel-hotline", "DEVELOPMENT", "sandbox"), "", ""),
        new RunningService(
            "camel-hotline", "", Map.of("hotline.sandbox.url", url), Map.of(), "", () -> {}));
  }
}
