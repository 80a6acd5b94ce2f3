package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** Does the job of docs/n8n.adoc both ways: what its nodes post, and what its routes do. */
class N8nPageTest extends HotlineTestSupport {

  private static final Page PAGE = Page.of("docs/n8n.adoc");
  private static final String TOLD = "Order 17 of John Doe: shipped";

  private void load(String from) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.fromString("page.camel.yaml", PAGE.snippet("yaml", from).text()));
  }

  @Test
  void theJobThere() throws Exception {
    assertThat(post("info_by_topic")).contains("\"result\":\"topic_info\"");
    assertThat(post("incoming_in_topic")).contains("\"result\":\"message_sent\"");
    assertThat(sandbox().messages()).extracting(Message::text).containsExactly(TOLD);
  }

  private static String post(String action) throws Exception {
    String body =
        PAGE.snippet("json", action)
            .text()
            .replace("\"instance\": \"…\"", "\"instance\": \"" + Seed.INSTANCE + "\"")
            .replace("\"api_key\": \"…\"", "\"api_key\": \"" + Seed.API_KEY + "\"");
    HttpRequest request =
        HttpRequest.newBuilder(sandbox().apiUrl())
            .header("X-API-KEY", Seed.ACCESS_TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void theJobHere() throws Exception {
    load("direct:orders");
    template.sendBody(
        "direct:orders",
        List.of(order(17, "shipped", Seed.TOPIC_ID), order(18, "packed", Seed.ANSWERED_TOPIC_ID)));
    assertThat(sandbox().messages())
        .extracting(Message::text, Message::userId)
        .containsExactly(tuple(TOLD, Seed.USER_ID));
    assertThat(sandbox().calls()).hasSize(3);
  }

  private static Map<String, Object> order(int number, String state, long topic) {
    return Map.of(
        "order",
        number,
        "state",
        state,
        "topic_link",
        "https://t.me/c/" + Seed.GROUP_ID + "/" + topic);
  }

  @Test
  void eachFailureHasItsOwnOutput() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:try-later").to("mock:try-later");
            from("direct:ask-a-person").to("mock:ask-a-person");
            from("direct:refused").to("mock:refused");
          }
        });
    load("direct:tell");
    Map<String, Object> message = Map.of("user_id", Seed.USER_ID, "message", "hello");
    for (String output : List.of("mock:try-later", "mock:ask-a-person")) {
      getMockEndpoint(output).expectedMessageCount(1);
    }
    getMockEndpoint("mock:refused").expectedMessageCount(2);

    sandbox().answerNext(6, Answer.status(429));
    template.sendBody("direct:tell", message);
    sandbox().answerNext(Answer.cut());
    template.sendBody("direct:tell", message);
    sandbox().answerNext(Answer.status(403));
    template.sendBody("direct:tell", message);
    template.sendBody("direct:tell", "to nobody");

    MockEndpoint.assertIsSatisfied(context);
  }
}
