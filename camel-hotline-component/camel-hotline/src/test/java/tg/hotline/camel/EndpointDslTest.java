package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static tg.hotline.camel.dsl.StaticEndpointBuilders.hotline;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.camel.dsl.HotlineEndpointBuilderFactory.AdvancedHotlineEndpointBuilder;
import tg.hotline.camel.dsl.HotlineEndpointBuilderFactory.HotlineBuilders;
import tg.hotline.camel.dsl.HotlineEndpointBuilderFactory.HotlineEndpointBuilder;
import tg.hotline.sandbox.Seed;

/** The builders that the build makes of the catalog, and what the page shows of them. */
class EndpointDslTest extends HotlineTestSupport {

  @Test
  void worksInARouteBuilder() throws Exception {
    context
        .getComponent("hotline", HotlineComponent.class)
        .setConnections(Map.of("sales", sales()));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:paid")
                .to(hotline("send").userId("765432109").connection("sales").retryTimeout("2m"));
          }
        });

    template.sendBody("direct:paid", "Paid");

    assertThat(sandbox().messages())
        .extracting("userId", "text")
        .containsExactly(tuple(765432109L, "Paid"));
    assertThat(sandbox().calls()).extracting("instance").containsExactly(Seed.SALES_INSTANCE);
  }

  private static HotlineConnection sales() {
    HotlineConnection sales = new HotlineConnection();
    sales.setInstance(Seed.SALES_INSTANCE);
    sales.setApiKey(Seed.SALES_API_KEY);
    return sales;
  }

  @Test
  void worksInAnEndpointRouteBuilder() throws Exception {
    context.addRoutes(new WaitingRoutes());

    assertThat(template.requestBody("direct:waiting", "5343", String.class)).isEqualTo("John Doe");
  }

  static class WaitingRoutes extends EndpointRouteBuilder implements HotlineBuilders {
    @Override
    public void configure() {
      from(direct("waiting"))
          .toD(hotline("info").groupId("2101424779").topicId("${body}"))
          .setBody(header(hotline().hotlineUserName()));
    }
  }

  static List<EndpointOptionModel> options() {
    return CatalogTest.model().getEndpointParameterOptions();
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionIsThereByItsType(EndpointOptionModel option) {
    List<Method> setters =
        Stream.of(HotlineEndpointBuilder.class, AdvancedHotlineEndpointBuilder.class)
            .flatMap(builder -> Arrays.stream(builder.getMethods()))
            .filter(method -> method.getName().equals(option.getName()))
            .toList();

    assertThat(setters)
        .as(option.getName())
        .extracting(setter -> setter.getParameterTypes()[setter.getParameterCount() - 1].getName())
        .contains(
            option.isMultiValue() ? "java.util.Map" : option.getJavaType().replaceAll("<.*", ""))
        .contains(option.isMultiValue() ? "java.lang.Object" : "java.lang.String");
  }
}
