package tg.hotline.quarkus.deployment;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The extension's own settings; those of the component are Camel's. */
@ConfigMapping(prefix = "quarkus.hotline")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface HotlineDevServiceConfig {

  /** The stand-in Hotline in dev and test mode. */
  Sandbox devservices();

  /** The stand-in Hotline in dev and test mode. */
  @ConfigGroup
  interface Sandbox {

    /** Whether the sandbox is started when no credentials are configured. */
    @WithDefault("true")
    boolean enabled();

    /** The port of 127.0.0.1 that the sandbox listens on; 0 takes a free one. */
    @WithDefault("0")
    int port();
  }
}
