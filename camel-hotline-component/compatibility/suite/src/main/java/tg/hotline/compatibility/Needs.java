package tg.hotline.compatibility;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Names an artifact of Camel that a test needs. The test is skipped only where the module says in
 * its pom, by {@code camel.without}, that it cannot have the artifact; where it is missing by
 * mistake, the test fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
@interface Needs {

  /** Such as camel-yaml-dsl. */
  String value();

  /** Looks into {@code hotline.camel.without}. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<String> without = List.of(System.getProperty("hotline.camel.without", "").split(","));
      return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
          .map(Needs::value)
          .filter(without::contains)
          .map(
              name ->
                  ConditionEvaluationResult.disabled(
                      "without %s of Camel %s; see the module's pom"
                          .formatted(name, System.getProperty("hotline.camel.version"))))
          .orElseGet(() -> ConditionEvaluationResult.enabled("all at hand"));
    }
  }
}
