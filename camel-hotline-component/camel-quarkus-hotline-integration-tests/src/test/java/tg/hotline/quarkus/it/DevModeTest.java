package tg.hotline.quarkus.it;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusDevModeTest;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An app in dev mode, reloaded while it runs. */
public class DevModeTest {

  private static final String ROUTE =
      """
      - route:
          from:
            uri: platform-http:/tell
            steps:
              - setBody:
                  simple: "{{text}}"
              - to: hotline:send?userId=987654321
              - setBody:
                  simple: "{{hotline.sandbox.url:no}}"
      - route:
          from:
            uri: platform-http:/settings
            steps:
              - setBody:
                  simple: >-
                    {{hotline.sandbox.url:no}} {{camel.component.hotline.access-token:no}}
                    {{camel.component.hotline.instance:no}}
      """;

  /** In other spellings than the sandbox's, and such that those would contradict. */
  private static final String CREDENTIALS =
      """
      camel.component.hotline.accessToken = t
      camel.component.hotline.connections[sales].instance = 1
      camel.component.hotline.connections[sales].apiKey = k
      camel.component.hotline.connection = sales
      """;

  @RegisterExtension
  static final QuarkusDevModeTest APP =
      new QuarkusDevModeTest()
          .withApplicationRoot(
              app ->
                  app.addAsResource(new StringAsset(ROUTE), "camel/tell.camel.yaml")
                      .addAsResource(new StringAsset("text = before\n"), "application.properties"))
          .setLogRecordPredicate(
              log -> String.valueOf(log.getMessage()).contains("HotlineComponent"));

  @Test
  public void reloadsShareOneSandboxUntilThereAreCredentials() {
    assertThat(tell()).containsExactly("before");

    APP.modifyResourceFile("application.properties", all -> all.replace("before", "after"));

    assertThat(tell()).containsExactly("before", "after");
    APP.modifyResourceFile("application.properties", all -> all + CREDENTIALS);

    assertThat(get("/settings").asString()).as("what the sandbox has left").isEqualTo("no no no");
    assertThat(APP.getLogRecords()).as("complaints of the component, once stopped").isEmpty();
  }

  /** What the sandbox has got in the end. */
  private static List<String> tell() {
    String url = get("/tell").then().statusCode(200).extract().asString();
    return get(url + "/console/api/messages").path("text");
  }
}
