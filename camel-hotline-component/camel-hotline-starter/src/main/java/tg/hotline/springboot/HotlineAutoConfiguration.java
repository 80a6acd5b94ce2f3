package tg.hotline.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import tg.hotline.camel.HotlineComponent;

/**
 * Sets the component's options from {@code camel.component.hotline.*}, once a route or a template
 * asks for the component. As with Camel's own starters, {@code camel.component.hotline.enabled} or
 * {@code camel.component.hotline.customizer.enabled} of {@code false} leaves the component alone.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.hotline"})
public class HotlineAutoConfiguration {

  /** Also for a component that the application has made itself, as a bean. */
  @Lazy
  @Bean
  ComponentCustomizer hotlineComponentCustomizer(ConfigurableEnvironment environment) {
    return ComponentCustomizer.builder(HotlineComponent.class)
        .withCondition(
            (name, component) ->
                HierarchicalPropertiesEvaluator.evaluate(
                    environment,
                    "camel.component.customizer",
                    "camel.component.hotline.customizer"))
        .build(component -> HotlineOptions.set(component, environment));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(SanitizingFunction.class)
  static class WithActuator {

    /** Actuator applies it even where it is told to show all values. */
    @Bean
    SanitizingFunction hotlineSecrets(ConfigurableEnvironment environment) {
      return SanitizingFunction.sanitizeValue().ifMatches(new HotlineSecrets(environment));
    }
  }
}
