package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.Answer;

/**
 * Runs what README and the component's page show. YAML is taken from the page as it stands; Java
 * stands below or in {@link SandboxSnippetTest}, and must stand on the page in the same words.
 */
class SnippetsTest extends HotlineTestSupport {

  private static final Path README = Path.of("../../README.md");
  private static final Path PAGE = ComponentPageTest.PAGE;
  private static final Path SANDBOX_PAGE = Path.of("../../docs/sandbox.adoc");
  private static final Path TESTS = Path.of("src/test/java/tg/hotline/camel");

  private static final Pattern SNIPPET =
      Pattern.compile(
          "```(?<md>\\w+)\\n(?<mdtext>.*?)```"
              + "|\\[source,(?<adoc>\\w+)]\\n----\\n(?<adoctext>.*?)----",
          Pattern.DOTALL);

  record Snippet(Path page, String language, String text) {
    @Override
    public String toString() {
      return page.getFileName() + ": " + text.strip().lines().skip(2).findFirst().orElse(text);
    }
  }

  static List<Snippet> snippets(String language) throws IOException {
    List<Snippet> found = new ArrayList<>();
    for (Path page : List.of(README, PAGE, SANDBOX_PAGE)) {
      Matcher matcher = SNIPPET.matcher(Files.readString(page));
      while (matcher.find()) {
        boolean md = matcher.group("md") != null;
        if (language.equals(matcher.group(md ? "md" : "adoc"))) {
          found.add(new Snippet(page, language, matcher.group(md ? "mdtext" : "adoctext")));
        }
      }
    }
    assertThat(found).as(language).isNotEmpty();
    return found;
  }

  static List<Snippet> yaml() throws IOException {
    return snippets("yaml");
  }

  static List<Snippet> java() throws IOException {
    return snippets("java");
  }

  private static RoutesBuilder inJava() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:enrich")
            .toV("hotline:info?topicLink=https://t.me/c/2101424779/5343", null, "topic")
            .choice()
            .when(simple("${variable.header:topic.CamelHotlineTopicStatus} == 'user_answered'"))
            .setBody(simple("${variable.topic.userName} waits for an answer"));

        from("direct:confirm")
            .setBody(simple("User status is changed: ${body}"))
            .to("hotline:send?userId=987654321");
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("yaml")
  void yamlRuns(Snippet snippet) throws Exception {
    Resource resource = ResourceHelper.fromString("snippet.camel.yaml", snippet.text());
    PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    drive(snippet.text());
  }

  @Test
  void javaRuns() throws Exception {
    context.addRoutes(inJava());
    drive("direct:enrich");
    sandbox().reset();
    drive("direct:confirm");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("java")
  void javaIsTheOneThatRuns(Snippet snippet) throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Class<?> test : List.of(SnippetsTest.class, SandboxSnippetTest.class)) {
      tests.append(Files.readString(TESTS.resolve(test.getSimpleName() + ".java")));
    }
    assertThat(words(tests.toString())).contains(words(snippet.text()));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /** Knows the snippets by where they begin. */
  private void drive(String snippet) throws Exception {
    if (snippet.contains("direct:enrich")) {
      assertThat(template.requestBody("direct:enrich", "", String.class))
          .isEqualTo("John Doe waits for an answer");
    } else if (snippet.contains("direct:confirm")) {
      template.sendBody("direct:confirm", "DEAL CONFIRMED");
      assertThat(sandbox().messages())
          .extracting("userId", "text")
          .containsExactly(tuple(987654321L, "User status is changed: DEAL CONFIRMED"));
    } else if (snippet.contains("direct:careful")) {
      driveCareful();
    } else {
      throw new AssertionError("nobody knows how to run this snippet:\n" + snippet);
    }
  }

  private void driveCareful() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:try-later").to("mock:try-later");
            from("direct:ask-a-person").to("mock:ask-a-person");
          }
        });
    MockEndpoint later = getMockEndpoint("mock:try-later");
    MockEndpoint person = getMockEndpoint("mock:ask-a-person");
    later.expectedMessageCount(1);
    person.expectedMessageCount(1);
    Map<String, Object> body = Map.of("user_id", 987654321, "message", "hello");
    sandbox().answerNext(6, Answer.status(429));
    template.sendBody("direct:careful", body);
    sandbox().answerNext(Answer.cut());
    template.sendBody("direct:careful", body);
    MockEndpoint.assertIsSatisfied(context);
  }

  static Stream<String> properties() throws IOException {
    return snippets("properties").stream().map(Snippet::text);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void propertiesAreOptionsOfTheComponent(String text) throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    CamelContext fresh = createCamelContext();
    HotlineComponent component = fresh.getComponent("hotline", HotlineComponent.class);
    fresh.build();
    var configurer =
        PluginHelper.getConfigurerResolver(fresh)
            .resolvePropertyConfigurer("hotline-component", fresh);
    for (String name : properties.stringPropertyNames()) {
      assertThat(name).startsWith("camel.component.hotline.");
      String option = name.substring("camel.component.hotline.".length()).replace("-", "");
      assertThat(configurer.configure(fresh, component, option, "1", true)).as(name).isTrue();
    }
    fresh.close();
  }
}
