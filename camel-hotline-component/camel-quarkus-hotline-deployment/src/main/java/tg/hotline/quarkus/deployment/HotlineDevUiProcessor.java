package tg.hotline.quarkus.deployment;

import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.devservices.crossclassloader.runtime.RunningDevServicesRegistry;
import io.quarkus.devui.spi.buildtime.BuildTimeActionBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import io.quarkus.runtime.LaunchMode;
import java.util.List;
import java.util.Objects;

/** The card in the Dev UI. It links to the sandbox's page while that is the dev service. */
final class HotlineDevUiProcessor {

  private static final String SANDBOX_URL = "sandboxUrl";

  @BuildStep(onlyIf = IsLocalDevelopment.class)
  void card(
      List<DevServicesResultBuildItem> devServices,
      BuildProducer<CardPageBuildItem> cards,
      BuildProducer<BuildTimeActionBuildItem> actions) {
    if (devServices.stream().noneMatch(it -> HotlineProcessor.FEATURE.equals(it.getName()))) {
      return;
    }
    CardPageBuildItem card = new CardPageBuildItem();
    card.addPage(
        Page.externalPageBuilder("Sandbox")
            .icon("font-awesome-solid:headset")
            .tooltip("The stand-in Hotline: what came in so far")
            .dynamicUrlJsonRPCMethodName(SANDBOX_URL)
            .doNotEmbed());
    cards.produce(card);
    // The sandbox starts after this step, and can be another one after a reload.
    BuildTimeActionBuildItem url = new BuildTimeActionBuildItem();
    url.actionBuilder()
        .methodName(SANDBOX_URL)
        .description("Where the sandbox, a stand-in Hotline, has its page")
        .function(parameters -> runningUrl())
        .build();
    actions.produce(url);
  }

  private static String runningUrl() {
    return RunningDevServicesRegistry.INSTANCE
        .getAllRunningServices(LaunchMode.DEVELOPMENT.name())
        .stream()
        .map(service -> service.configs().get(HotlineDevServiceProcessor.SANDBOX_URL))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The sandbox does not run"));
  }
}
