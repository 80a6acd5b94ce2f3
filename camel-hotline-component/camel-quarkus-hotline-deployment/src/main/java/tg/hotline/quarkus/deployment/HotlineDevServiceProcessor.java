package tg.hotline.quarkus.deployment;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      HotlineDevServiceConfig config,
      BuildProducer<DevServicesResultBuildItem> devServices,
      BuildProducer<RunTimeConfigurationDefaultBuildItem> settings) {
    if (!config.devservices().enabled()) {
      LOG.debug("No sandbox: quarkus.hotline.devservices.enabled is false");
      return;
    }
    Iterable<String> names = ConfigProvider.getConfig().getPropertyNames();
    Optional<String> given = GivenCredentials.find(names);
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
    credentials(GivenCredentials.connectionsElsewhere(names))
        .forEach(
            (name, value) ->
                settings.produce(new RunTimeConfigurationDefaultBuildItem(name, value)));
  }

  /**
   * Those of the sandbox. Not given to the dev service: Quarkus would keep what it knows of one for
   * the reload that follows, also where that has credentials of its own.
   */
  private static Map<String, String> credentials(Set<String> connections) {
    Map<String, String> all = new HashMap<>();
    all.put(COMPONENT + "access-token", Seed.ACCESS_TOKEN);
    all.put(COMPONENT + "instance", Seed.INSTANCE);
    all.put(COMPONENT + "api-key", Seed.API_KEY);
    for (String connection : connections) {
      String named = COMPONENT + "connections[" + connection + "].";
      all.put(named + "instance", Seed.INSTANCE);
      all.put(named + "api-key", Seed.API_KEY);
    }
    return all;
  }
}
