package tg.hotline.quarkus.deployment;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import tg.hotline.sandbox.Seed;

/**
 * Where nothing says whom to call, dev and test mode call the sandbox. Quarkus starts it before the
 * app, shares it over reloads, and closes it with the last one.
 */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
final class HotlineDevServiceProcessor {

  private static final Logger LOG = Logger.getLogger(HotlineDevServiceProcessor.class);

  /** Tells the app, and its tests, where the sandbox has its page. */
  static final String SANDBOX_URL = "hotline.sandbox.url";

  private static final String COMPONENT = "camel.component.hotline.";

  @BuildStep
  void sandbox(
      HotlineDevServiceConfig config, BuildProducer<DevServicesResultBuildItem> devServices) {
    if (!config.devservices().enabled()) {
      LOG.debug("No sandbox: quarkus.hotline.devservices.enabled is false");
      return;
    }
    Optional<String> given = GivenCredentials.find(ConfigProvider.getConfig().getPropertyNames());
    if (given.isPresent()) {
      LOG.infof("The Hotline sandbox is not started, since %s is set", given.get());
      return;
    }
    int port = config.devservices().port();
    devServices.produce(
        DevServicesResultBuildItem.owned()
            .feature(HotlineProcessor.FEATURE)
            .serviceName("sandbox")
            .serviceConfig(config.devservices())
            .startable(() -> new SandboxService(port))
            .config(
                Map.of(
                    COMPONENT + "access-token", Seed.ACCESS_TOKEN,
                    COMPONENT + "instance", Seed.INSTANCE,
                    COMPONENT + "api-key", Seed.API_KEY))
            .configProvider(
                Map.of(
                    COMPONENT + "api-url",
                    SandboxService::apiUrl,
                    SANDBOX_URL,
                    SandboxService::getConnectionInfo))
            .postStartHook(
                service ->
                    LOG.infof(
                        "No credentials of Hotline are set: hotline: goes to the sandbox at %s, which reaches nobody",
                        service.getConnectionInfo()))
            .build());
  }
}
