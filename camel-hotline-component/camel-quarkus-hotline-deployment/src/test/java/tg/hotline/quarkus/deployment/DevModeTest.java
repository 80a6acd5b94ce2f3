package tg.hotline.quarkus.deployment;

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
                  simple: "{{hotline.sandbox.url}}"
      """;

  @RegisterExtension
  static final QuarkusDevModeTest APP =
      new QuarkusDevModeTest()
          .withApplicationRoot(
              app ->
                  app.addAsResource(new StringAsset(ROUTE), "camel/tell.camel.yaml")
                      .addAsResource(new StringAsset("text = before"), "application.properties"))
          .setLogRecordPredicate(
              log -> String.valueOf(log.getMessage()).contains("HotlineComponent"));

  @Test
  public void reloadsShareOneSandbox() {
    assertThat(tell()).containsExactly("before");

    APP.modifyResourceFile("application.properties", all -> all.replace("before", "after"));

    assertThat(tell()).containsExactly("before", "after");
    assertThat(APP.getLogRecords()).as("complaints of the component, once stopped").isEmpty();
  }

  /** What the sandbox has got in the end. */
  private static List<String> tell() {
    String url = get("/tell").then().statusCode(200).extract().asString();
    return get(url + "/console/api/messages").path("text");
  }
}
