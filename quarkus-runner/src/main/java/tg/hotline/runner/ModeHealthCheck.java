package tg.hotline.runner;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says in the readiness answer which mode the runner is in. */
@Readiness
@Singleton
final class ModeHealthCheck implements HealthCheck {

  private final RunnerMode mode;

  ModeHealthCheck(@ConfigProperty(name = "hotline.mode") RunnerMode mode) {
    this.mode = mode;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("hotline-runner").up().withData("mode", mode.label()).build();
  }
}
