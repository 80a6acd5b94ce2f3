package tg.hotline.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.xml.in.ModelParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** Both operations, in every language that routes are written in. */
class RoutesTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  private static final String XML =
      """
      <routes xmlns="http://camel.apache.org/schema/%s">
        <route>
          <from uri="direct:look"/>
          <to uri="hotline:info?groupId=2101424779&amp;topicId=5343"/>
          <setBody><simple>${header.CamelHotlineUserName} is ${header.CamelHotlineTopicStatus}</simple></setBody>
        </route>
        <route>
          <from uri="direct:tell"/>
          <to uri="hotline:send?userId=987654321&amp;retryTimeout=1m"/>
        </route>
      </routes>
      """;

  @Test
  @Needs("camel-yaml-dsl")
  void yaml() throws Exception {
    try (App app = new App(sandbox()).start()) {
      app.load(
          "routes.camel.yaml",
          """
          - route:
              from:
                uri: direct:look
                steps:
                  - to:
                      uri: hotline:info
                      parameters:
                        groupId: 2101424779
                        topicId: 5343
                  - setBody:
                      simple: "${header.CamelHotlineUserName} is ${header.CamelHotlineTopicStatus}"
          - route:
              from:
                uri: direct:tell
                steps:
                  - to:
                      uri: hotline:send
                      parameters:
                        userId: 987654321
                        retryTimeout: 1m
          """);
      bothOperationsWork(app.context());
    }
  }

  @Test
  @Needs("camel-xml-io-dsl")
  void xml() throws Exception {
    try (App app = new App(sandbox()).start()) {
      app.load("routes.camel.xml", XML.formatted("xml-io"));
      bothOperationsWork(app.context());
    }
  }

  /** What camel-xml-io-dsl does, by the reader that it uses. */
  @Test
  void xmlByItsReader() throws Exception {
    byte[] xml = XML.formatted("xml-io").getBytes(StandardCharsets.UTF_8);
    try (App app = new App(sandbox()).start()) {
      app.context()
          .addRouteDefinitions(
              new ModelParser(
                      new ByteArrayInputStream(xml), "http://camel.apache.org/schema/xml-io")
                  .parseRoutesDefinition()
                  .orElseThrow()
                  .getRoutes());
      bothOperationsWork(app.context());
    }
  }

  @Test
  @Needs("camel-spring-xml")
  void springXml() throws Exception {
    String routes = XML.formatted("spring").replaceAll("</?routes.*>", "");
    String beans =
        """
        <beans xmlns="http://www.springframework.org/schema/beans"
               xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="
                 http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                 http://camel.apache.org/schema/spring http://camel.apache.org/schema/spring/camel-spring.xsd">
          <bean id="hotline" class="tg.hotline.camel.HotlineComponent">
            <property name="configuration">
              <bean class="tg.hotline.camel.HotlineConfiguration">
                <property name="apiUrl" value="%s"/>
                <property name="accessToken" value="%s"/>
                <property name="instance" value="%s"/>
                <property name="apiKey" value="%s"/>
              </bean>
            </property>
          </bean>
          <camelContext xmlns="http://camel.apache.org/schema/spring">%s</camelContext>
        </beans>
        """
            .formatted(sandbox().apiUrl(), Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY, routes);
    try (GenericXmlApplicationContext spring = new GenericXmlApplicationContext()) {
      spring.load(new ByteArrayResource(beans.getBytes(StandardCharsets.UTF_8)));
      spring.refresh();
      bothOperationsWork(spring.getBean(CamelContext.class));
    }
  }

  @Test
  void java() throws Exception {
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:look")
                .to("hotline:info?groupId=2101424779&topicId=5343")
                .setBody(
                    simple("${header.CamelHotlineUserName} is ${header.CamelHotlineTopicStatus}"));
            from("direct:tell").to("hotline:send?userId=987654321&retryTimeout=1m");
          }
        };
    try (App app = new App(sandbox()).start(routes)) {
      bothOperationsWork(app.context());
    }
  }

  private static void bothOperationsWork(CamelContext context) {
    assertThat(App.ask(context, "direct:look", "", Map.of(), String.class))
        .isEqualTo("John Doe is user_answered");
    assertThat(App.ask(context, "direct:tell", "Paid", Map.of(), Map.class).get("result"))
        .isEqualTo("message_sent");
    assertThat(sandbox().messages())
        .extracting("userId", "text")
        .containsExactly(tuple(Seed.USER_ID, "Paid"));
  }

  private static HotlineSandbox sandbox() {
    return HOTLINE.sandbox();
  }
}
