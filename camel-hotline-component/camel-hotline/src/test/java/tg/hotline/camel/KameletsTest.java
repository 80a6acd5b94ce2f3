package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Seed;

/** The Kamelets, by the rules of camel-kamelets, and as a designer's user runs them. */
class KameletsTest {

  private static final Page PAGE = Page.of("docs/kamelets.adoc");
  private static final Path FOLDER = Path.of("src/main/resources/kamelets");
  private static final List<String> NAMES =
      List.of("hotline-send-sink", "hotline-info-action", "hotline-topic-watch-source");

  /** What camel-kamelets' validator takes for a parameter. */
  private static final Pattern PARAMETER =
      Pattern.compile("\\{\\{[?]?([A-Za-z0-9-._]+)(?::[^}]*)?}}");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static JsonNode kamelet(String name) throws IOException {
    Object yaml =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve(name + ".kamelet.yaml")));
    return new ObjectMapper().valueToTree(yaml);
  }

  static List<String> names() {
    return NAMES;
  }

  @Test
  void theseAreAll() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".kamelet.yaml", "")))
          .containsExactlyInAnyOrderElementsOf(NAMES);
    }
    Set<String> titles = new HashSet<>();
    for (String name : NAMES) {
      assertThat(titles.add(kamelet(name).at("/spec/definition/title").asText())).isTrue();
      assertThat(PAGE.text()).contains("`" + name + "`");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void keepsTheRules(String name) throws IOException {
    JsonNode kamelet = kamelet(name);
    assertThat(kamelet.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
    assertThat(kamelet.path("kind").asText()).isEqualTo("Kamelet");
    assertThat(kamelet.at("/metadata/name").asText()).isEqualTo(name);
    String type = kamelet.at("/metadata/labels").path("camel.apache.org/kamelet.type").asText();
    assertThat(type).isIn("source", "sink", "action");
    assertThat(name).endsWith("-" + type);
    JsonNode annotations = kamelet.at("/metadata/annotations");
    for (String annotation :
        List.of(
            "kamelet.support.level",
            "catalog.version",
            "provider",
            "kamelet.group",
            "kamelet.namespace")) {
      assertThat(annotations.path("camel.apache.org/" + annotation).asText()).isNotEmpty();
    }
    String icon = annotations.path("camel.apache.org/kamelet.icon").asText();
    assertThat(new String(Base64.getDecoder().decode(icon.replaceFirst(".*,", "")), UTF_8))
        .startsWith("<svg ")
        .endsWith("</svg>");

    JsonNode definition = kamelet.at("/spec/definition");
    assertThat(definition.path("type").asText()).isEqualTo("object");
    assertThat(definition.path("title").asText())
        .endsWith(
            " " + type.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + type.substring(1));
    assertThat(definition.path("description").asText()).isNotEmpty();
    Set<String> declared = new HashSet<>();
    definition
        .path("properties")
        .properties()
        .forEach(
            property -> {
              declared.add(property.getKey());
              assertProperty(property.getKey(), property.getValue());
            });
    assertThat(definition.path("required"))
        .extracting(JsonNode::asText)
        .doesNotHaveDuplicates()
        .isSubsetOf(declared)
        .contains("accessToken", "instance", "apiKey");
    assertThat(kamelet.at("/spec/dependencies"))
        .extracting(JsonNode::asText)
        .contains("camel:core", "camel:kamelet")
        .anyMatch(dependency -> dependency.startsWith("mvn:tg.hotline.camel:camel-hotline:"));
    assertThat(kamelet.at("/spec/dataTypes/out/types").isObject()).isTrue();

    JsonNode template = kamelet.at("/spec/template");
    Set<String> used = new HashSet<>();
    Matcher parameter = PARAMETER.matcher(template.toString());
    while (parameter.find()) {
      used.add(parameter.group(1));
    }
    template.path("beans").forEach(bean -> declared.add(bean.path("name").asText()));
    assertThat(used).isEqualTo(declared);
  }

  private static void assertProperty(String name, JsonNode property) {
    assertThat(property.path("type").asText()).as(name).isNotEmpty();
    assertThat(property.path("description").asText()).as(name).isNotEmpty();
    assertThat(property.path("title").asText().split(" ", -1))
        .as(name)
        .allMatch(word -> word.matches("[A-Z].*"));
    assertThat(property.path("title").asText()).doesNotMatch("(The|An?) .*");
    if (List.of("accessToken", "apiKey").contains(name)) {
      assertThat(property.path("format").asText()).isEqualTo("password");
      assertThat(property.path("x-descriptors"))
          .extracting(JsonNode::asText)
          .contains("urn:camel:group:credentials");
    }
  }

  private CamelContext start(HotlineSandbox sandbox, Properties properties, String yaml)
      throws Exception {
    return start(new DefaultCamelContext(), sandbox, properties, yaml);
  }

  private CamelContext start(
      DefaultCamelContext camel, HotlineSandbox sandbox, Properties properties, String yaml)
      throws Exception {
    open.add(camel);
    camel.getShutdownStrategy().setTimeout(5);
    for (String name : NAMES) {
      properties.put("camel.kamelet." + name + ".apiUrl", sandbox.apiUrl().toString());
    }
    camel.getPropertiesComponent().setInitialProperties(properties);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString("snippet.camel.yaml", yaml));
    camel.start();
    return camel;
  }

  private HotlineSandbox sandbox(HotlineSandbox sandbox) {
    open.add(sandbox);
    return sandbox;
  }

  private static String snippet(String from) {
    return PAGE.snippets("yaml").stream()
        .map(Page.Snippet::text)
        .filter(text -> text.contains("uri: " + from))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allSnippetsAreRun() {
    assertThat(PAGE.snippets("yaml")).hasSize(3);
    assertThat(PAGE.snippets("properties")).hasSize(1);
  }

  @Test
  void sends() throws Exception {
    HotlineSandbox sandbox = sandbox(HotlineSandbox.start());
    CamelContext camel = start(sandbox, new Properties(), snippet("direct:confirmed"));

    Object answer =
        camel.createProducerTemplate().requestBody("direct:confirmed", "DEAL CONFIRMED");

    assertThat(sandbox.messages())
        .extracting("userId", "text")
        .containsExactly(tuple(987654321L, "DEAL CONFIRMED"));
    assertThat(answer).asInstanceOf(STRING).contains("\"result\":\"message_sent\"");
  }

  @Test
  void looksUp() throws Exception {
    CamelContext camel =
        start(sandbox(HotlineSandbox.start()), new Properties(), snippet("direct:lookup"));

    assertThat(camel.createProducerTemplate().requestBody("direct:lookup", (Object) null))
        .asInstanceOf(STRING)
        .contains("\"topic_title\":\"John Doe\"");
  }

  @Test
  void watches() throws Exception {
    HotlineSandbox sandbox = sandbox(HotlineSandbox.start());
    Logged log = Logged.fromAll();
    start(sandbox, new Properties(), snippet("kamelet:hotline-topic-watch-source"));

    await().until(() -> log.lines().stream().anyMatch(line -> line.contains("John Doe waits: {")));
    assertThat(log.stop()).noneMatch(line -> line.contains("Anna"));
  }

  /** Even of one Kamelet with the same options. */
  @Test
  void eachUseHasItsOwnCredentials() throws Exception {
    HotlineSandbox one = sandbox(HotlineSandbox.builder().accessToken("one").start());
    HotlineSandbox other = sandbox(HotlineSandbox.builder().accessToken("other").start());
    Properties properties = new Properties();
    properties.put("token", "one");
    CamelContext camel =
        start(one, properties, sending("one", "{{token}}", one) + sending("other", "other", other));

    camel.createProducerTemplate().requestBody("direct:one", "first");
    camel.createProducerTemplate().requestBody("direct:other", "second");
    camel.createProducerTemplate().requestBody("direct:one", "third");

    assertThat(one.messages()).extracting("text").containsExactly("first", "third");
    assertThat(other.messages()).extracting("text").containsExactly("second");
  }

  private static String sending(String route, String token, HotlineSandbox to) {
    return """
        - route:
            from:
              uri: direct:%s
              steps:
                - to:
                    uri: kamelet:hotline-send-sink
                    parameters:
                      accessToken: "%s"
                      instance: "%s"
                      apiKey: "%s"
                      apiUrl: "%s"
                      userId: "987654321"
        """
        .formatted(route, token, Seed.INSTANCE, Seed.API_KEY, to.apiUrl());
  }

  @Test
  void saysWhichParameterIsMissing() throws Exception {
    HotlineSandbox sandbox = sandbox(HotlineSandbox.start());
    assertThatThrownBy(
            () ->
                start(
                    sandbox,
                    new Properties(),
                    """
                    - route:
                        from:
                          uri: direct:in
                          steps:
                            - to:
                                uri: kamelet:hotline-send-sink
                                parameters:
                                  accessToken: t0p-secret
                                  instance: "1"
                    """))
        .rootCause()
        .hasMessageContaining("hotline-send-sink")
        .hasMessageContaining("apiKey")
        .hasMessageNotContaining("t0p-secret");
  }

  @Test
  void aWatchRemembersByTheBeanThatItNames() throws Exception {
    HotlineSandbox sandbox = sandbox(HotlineSandbox.start());
    MarkRepository seen = new MarkRepository();
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getRegistry().bind("seen", seen);
    start(
        camel,
        sandbox,
        new Properties(),
        """
        - route:
            from:
              uri: kamelet:hotline-topic-watch-source
              parameters:
                accessToken: "%s"
                instance: "%s"
                apiKey: "%s"
                topicLinks: "https://t.me/c/2101424779/5343 https://t.me/c/2101424779/5345"
                delay: 1h
                idempotentRepository: "#bean:seen"
              steps:
                - to: mock:out
        """
            .formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY));

    await().until(() -> seen.entries.size() == 2);
  }

  /** And stands in no URI of the component, whether it is a parameter or a property. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a+b", "a%2Bb%", "a&b=c", "a)b", "a}b", "a=b", "#a", "a'b\"c", "a,b;c", "${a}$", "a?b", "{a"
      })
  void anySecretIsPassedIntact(String secret) throws Exception {
    HotlineSandbox sandbox = sandbox(HotlineSandbox.builder().accessToken(secret).start());
    Properties properties = new Properties();
    String[] lines = PAGE.snippets("properties").get(0).text().strip().split("\n", -1);
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      String[] pair = line.split(" = ", -1);
      properties.put(
          pair[0],
          pair[0].endsWith("accessToken")
              ? secret
              : pair[0].endsWith("instance") ? Seed.INSTANCE : Seed.API_KEY);
    }
    properties.put("secret", secret);
    CamelContext camel =
        start(
            sandbox,
            properties,
            """
            - route:
                from:
                  uri: direct:by-properties
                  steps:
                    - to:
                        uri: kamelet:hotline-send-sink
                        parameters:
                          userId: "987654321"
            - route:
                from:
                  uri: direct:by-parameters
                  steps:
                    - to:
                        uri: kamelet:hotline-info-action
                        parameters:
                          accessToken: "RAW({{secret}})"
                          instance: "%s"
                          apiKey: "%s"
                          topicLink: https://t.me/c/2101424779/5343
            """
                .formatted(Seed.INSTANCE, Seed.API_KEY));

    camel.createProducerTemplate().requestBody("direct:by-properties", "hello");
    assertThat(sandbox.messages()).hasSize(1);
    camel.createProducerTemplate().requestBody("direct:by-parameters", "hello");
    assertThat(camel.getEndpoints())
        .filteredOn(HotlineEndpoint.class::isInstance)
        .hasSize(2)
        .allMatch(endpoint -> !endpoint.getEndpointUri().contains(secret))
        .allMatch(endpoint -> !endpoint.toString().contains(secret));
    assertThat(camel.getEndpoints()).noneMatch(endpoint -> endpoint.toString().contains(secret));
  }
}
