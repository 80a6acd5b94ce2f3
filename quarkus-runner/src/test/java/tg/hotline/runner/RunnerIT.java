package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** The packaged runner, started as a user starts it. */
class RunnerIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String EVERY_SECOND = "-Dhotline.watch.cron=* * * * * ?";

  private static final Map<String, String> CREDENTIALS =
      Map.of("HOTLINE_ACCESS_TOKEN", "t0p", "HOTLINE_INSTANCE", "1", "HOTLINE_API_KEY", "k");

  private final Path home;

  RunnerIT(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void everySourceReachesTheOperatorsOnceAlsoAcrossARestart() throws Exception {
    try (RunnerProcess runner =
        RunnerProcess.in(home)
            .options(EVERY_SECOND)
            .environment("HOTLINE_MODE", "") // as compose files pass what is not set
            .environment("HOTLINE_INBOX", "")
            .start()
            .awaitReady()) {
      Files.writeString(
          home.resolve("inbox/deals.csv"),
          "user_id,status\n987654321,DEAL CONFIRMED\nnobody,A\n4711,B\n");
      RunnerProcess.sql(
          home,
          "insert into deal_event (user_id, message) values"
              + " (987654321, 'row one'), (876543210, 'row two')");
      assertThat(runner.post("/api/messages", "{\"user_id\":987654321,\"message\":\"post one\"}"))
          .isEqualTo(200);
      assertThat(runner.post("/api/messages", "{\"user_id\":7654321098,\"message\":\"post two\"}"))
          .isEqualTo(200);
      assertThat(runner.get(runner.url("/api/topics/2101424779/5343"))).contains("John Doe");
      assertThat(runner.get(runner.url("/api/topics/2101424779/5344"))).contains("Somebiz");

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(messages(runner))
                      .containsExactlyInAnyOrder(
                          "User status is changed: DEAL CONFIRMED",
                          "row one",
                          "row two",
                          "post one",
                          "post two",
                          "Reminder: John Doe has been waiting for an answer since 2025-10-09"
                              + " 00:24:55 UTC",
                          "Demo list, item 1: invoice 2041 was paid",
                          "Demo list, item 2: the parcel was delivered"));
      await().atMost(SOON).until(() -> Files.exists(home.resolve("inbox/.done/deals.csv")));
      assertThat(home.resolve("inbox/.failed/deals.csv"))
          .content()
          .contains("nobody,A,3,INVALID", "4711,B,4,REJECTED");
      assertThat(runner.get(runner.url("/q/health/ready"))).contains("\"sandbox\"");
      assertThat(runner.output())
          .contains(
              "sandbox: a stand-in Hotline",
              "Hotline   " + runner.sandboxUrl("  (the operators' page)"),
              home.toRealPath().resolve("inbox").toString(),
              "jdbc:h2:file:" + home.toRealPath().resolve("data/sandbox/hotline"))
          .doesNotContain(Seed.ACCESS_TOKEN, Seed.API_KEY)
          .doesNotContain("\tat ", "sha256");
      // A message is there before its line is.
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(home.resolve("data/sandbox/audit.log")))
                      .as("a line for each try")
                      .hasSizeGreaterThanOrEqualTo(8)
                      .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"))
                      .filteredOn(line -> line.contains("\"operation\":\"send\""))
                      .filteredOn(line -> line.contains("\"outcome\":\"OK\""))
                      .hasSameSizeAs(messages(runner)));
    }

    RunnerProcess.sql(
        home,
        "insert into deal_event (user_id, message, outcome) values (987654321, 'cut', 'SENDING')");
    try (RunnerProcess again = RunnerProcess.in(home).options(EVERY_SECOND).start().awaitReady()) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  RunnerProcess.sql(home, "select outcome from deal_event where message = 'cut'")
                      .contains("UNKNOWN"));
      // Two ticks of the clock and a poll of the list later nothing has been repeated.
      await().atMost(SOON).until(() -> json(again, "/console/api/calls").size() >= 8);
      assertThat(messages(again)).isEmpty();
      assertThat(again.output()).contains("may or may not have reached the operators");
    }
  }

  /** The settings for any Quarkus app in docs/operations.adoc. */
  private static String[] auditAsThePageSays(Path file) throws IOException {
    String page = Files.readString(Path.of("../docs/operations.adoc"));
    String snippet = page.substring(page.indexOf("quarkus.log.handler.file"));
    return snippet
        .substring(0, snippet.indexOf("\n----"))
        .replace("path = audit.log", "path = " + file)
        .lines()
        .map(line -> "-D" + line.replace(" = ", "="))
        .toArray(String[]::new);
  }

  @Test
  void withCredentialsItTalksToTheRealServiceAndTellsNoSecret() throws Exception {
    Seed seed = Seed.standard().withAccessToken("geheim-token-4711");
    try (HotlineSandbox service = HotlineSandbox.builder().seed(seed).start();
        RunnerProcess runner =
            RunnerProcess.in(home)
                .environment("HOTLINE_ACCESS_TOKEN", "geheim-token-4711")
                .environment("HOTLINE_INSTANCE", Seed.INSTANCE)
                .environment("HOTLINE_API_KEY", Seed.API_KEY)
                .environment("HOTLINE_API_URL", service.apiUrl().toString())
                .options(EVERY_SECOND)
                .options(auditAsThePageSays(home.resolve("page.log")))
                .start()
                .awaitReady()) {
      assertThat(runner.post("/api/messages", "{\"user_id\":987654321,\"message\":\"live\"}"))
          .isEqualTo(200);
      service.accessToken("another");
      assertThat(runner.post("/api/messages", "{\"user_id\":987654321,\"message\":\"refused\"}"))
          .isEqualTo(502);

      String ready = runner.get(runner.url("/q/health/ready"));
      assertThat(ready).contains("\"live\"");
      assertThat(runner.get(runner.url("/broadcasts"))).as("no token").doesNotStartWith("[");
      assertThat(service.messages()).extracting(Message::text).containsExactly("live");
      assertThat(home.resolve("inbox-live")).isDirectory();
      assertThat(home.resolve("data/live")).isDirectory();
      for (String audit : List.of("data/live/audit.log", "page.log")) {
        assertThat(home.resolve(audit))
            .content()
            .contains("\"outcome\":\"OK\"", "\"outcome\":\"REJECTED\"")
            .doesNotContain("geheim-token-4711", Seed.API_KEY, "refused");
        assertThat(Files.readAllLines(home.resolve(audit)))
            .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
      }
      assertThat(home.resolve("inbox")).doesNotExist();
      assertThat(home.resolve("data/sandbox")).doesNotExist();
      assertThat(runner.output() + ready)
          .contains("LIVE")
          .doesNotContain("geheim-token-4711", Seed.API_KEY)
          .doesNotContain("Started rest-poll", "gave no list", "sandbox:");
    }
  }

  @Test
  void aFolderOfRoutesInsteadOfTheExamples() throws Exception {
    Path routes = Files.createDirectory(home.resolve("routes"));
    for (String name :
        List.of("rest-api.camel.yaml", "rest-api.openapi.yaml", "application.properties")) {
      Files.copy(Path.of("../examples/rest-api").resolve(name), routes.resolve(name));
    }
    try (RunnerProcess runner =
        RunnerProcess.in(home).options("-Dhotline.routes=routes").start().awaitReady()) {
      assertThat(runner.get(runner.url("/api/topics/2101424779/5343"))).contains("John Doe");
      assertThat(home.resolve("inbox")).doesNotExist();
    }
  }

  @Test
  void namesFurtherConnectionsBesideTheRoutes() throws Exception {
    Path routes = Files.createDirectory(home.resolve("routes"));
    Files.writeString(
        routes.resolve("application.properties"),
        """
        camel.component.hotline.connections[sales].instance = {{env:SALES_INSTANCE}}
        camel.component.hotline.connections[sales].api-key = {{env:SALES_API_KEY}}
        """);
    Files.writeString(
        routes.resolve("two.camel.yaml"),
        """
        - route:
            from:
              uri: timer:once
              parameters:
                repeatCount: 1
              steps:
                - setBody:
                    constant: hello
                - to: "hotline:send?connection=sales&userId=%d"
                - removeHeaders:
                    pattern: CamelHotline*
                - setBody:
                    constant: hello
                - to: "hotline:send?userId=%d"
        """
            .formatted(Seed.SALES_USER_ID, Seed.USER_ID));
    try (HotlineSandbox sandbox = HotlineSandbox.start();
        RunnerProcess runner =
            RunnerProcess.in(home)
                .environment("HOTLINE_API_URL", sandbox.apiUrl().toString())
                .environment("HOTLINE_ACCESS_TOKEN", Seed.ACCESS_TOKEN)
                .environment("HOTLINE_INSTANCE", Seed.INSTANCE)
                .environment("HOTLINE_API_KEY", Seed.API_KEY)
                .environment("SALES_INSTANCE", Seed.SALES_INSTANCE)
                .environment("SALES_API_KEY", Seed.SALES_API_KEY)
                .options("-Dhotline.routes=routes")
                .start()) {
      assertThat(sandbox.awaitMessages(2, SOON))
          .extracting(Message::userId)
          .containsExactly(Seed.SALES_USER_ID, Seed.USER_ID);
      assertThat(runner.output()).doesNotContain(Seed.SALES_API_KEY);
    }
  }

  @Test
  void whatIsSetBesideTheRoutesGoesBeforeTheModesDefaults() throws Exception {
    String database = "jdbc:h2:file:" + home.resolve("own/deals");
    Path theirs = Files.createDirectory(home.resolve("theirs"));
    Files.writeString(theirs.resolve("V1__theirs.sql"), "create table theirs (id int);");
    Flyway.configure()
        .dataSource(database, "sa", "")
        .locations("filesystem:" + theirs)
        .load()
        .migrate();
    routes("hotline.inbox = own-inbox\nquarkus.datasource.jdbc.url = " + database);

    try (HotlineSandbox service = HotlineSandbox.start();
        RunnerProcess runner =
            RunnerProcess.live(home, service)
                .environment("HOTLINE_INBOX", "")
                .options("-Dhotline.routes=routes")
                .start()
                .awaitReady()) {
      await().atMost(SOON).until(() -> runner.output().contains("Routes    routes"));
      assertThat(runner.output()).contains("Inbox     own-inbox", "Database  " + database);
    }
    assertThat(home.resolve("data/live")).isDirectoryNotContaining("glob:**hotline*");
  }

  @Test
  void aUrlBesideTheRoutesIsCheckedToo() throws Exception {
    routes("quarkus.datasource.jdbc.url = jdbc:postgresql://deals:t0p/@db/deals");
    refusesToStart(
        CREDENTIALS, List.of("-Dhotline.routes=routes"), "set quarkus.datasource.username");
  }

  private void routes(String properties) throws IOException {
    Path routes = Files.createDirectory(home.resolve("routes"));
    Files.writeString(routes.resolve("application.properties"), properties);
    Files.writeString(
        routes.resolve("one.camel.yaml"),
        "- route: {from: {uri: 'direct:one', steps: [{to: 'hotline:info'}]}}");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 'hotline.access-token=t0p hotline.instance=1 hotline.api-key=k', ask for mode live",
    "false, quarkus.datasource.jdbc.url=jdbc:h2:file:./t0p, quarkus.datasource.jdbc.url is configured",
    "true, quarkus.datasource.jdbc.url=jdbc:postgresql://deals:t0p@db/deals, holds a user or a password",
    "true, quarkus.datasource.jdbc.url=jdbc:postgresql://deals:t0p/deals, is malformed",
  })
  void noticesSettingsThatComeTooLate(boolean credentials, String settings, String reason)
      throws Exception {
    Path late = home.resolve("late.properties");
    Files.writeString(late, settings.replace(' ', '\n'));
    RunnerProcess.Builder builder =
        RunnerProcess.in(home).environment("QUARKUS_CONFIG_LOCATIONS", late.toString());
    if (credentials) {
      CREDENTIALS.forEach(builder::environment);
    }
    try (RunnerProcess runner = builder.start()) {
      assertThat(runner.awaitExit()).isNotZero();
      assertThat(runner.output()).contains(reason).doesNotContain("t0p").doesNotContain("\tat ");
    }
    assertThat(home.resolve("data")).doesNotExist();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Map.of("HOTLINE_ACCESS_TOKEN", "t0p", "HOTLINE_INSTANCE", "1"),
            List.of(),
            "HOTLINE_API_KEY is not set"),
        Arguments.of(
            Map.of("HOTLINE_MODE", "live"),
            List.of(),
            "HOTLINE_ACCESS_TOKEN, HOTLINE_INSTANCE, HOTLINE_API_KEY are not set"),
        Arguments.of(Map.of(), List.of("-Dhotline.inbox=elsewhere"), "hotline.inbox is configured"),
        Arguments.of(
            Map.of(), List.of("-Dhotline.routes=nowhere"), "nowhere, which is not a folder"),
        Arguments.of(
            CREDENTIALS,
            List.of("-Dquarkus.datasource.jdbc.url=jdbc:mysql://db/deals"),
            "must begin with jdbc:h2: or jdbc:postgresql:"),
        Arguments.of(
            CREDENTIALS,
            List.of("-Dquarkus.datasource.jdbc.url=jdbc:postgresql://deals:t0p@db/deals"),
            "quarkus.datasource.password"),
        Arguments.of(
            CREDENTIALS,
            List.of("-Dquarkus.datasource.jdbc.url=jdbc:h2:file:./deals;PASSWORD=t0p"),
            "quarkus.datasource.password"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesToStart(Map<String, String> environment, List<String> options, String reason)
      throws Exception {
    RunnerProcess.Builder builder = RunnerProcess.in(home).options(options.toArray(String[]::new));
    environment.forEach(builder::environment);
    try (RunnerProcess runner = builder.start()) {
      assertThat(runner.awaitExit()).isNotZero();
      assertThat(runner.output()).contains(reason).hasLineCount(1).doesNotContain("t0p");
    }
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(home.resolve("inbox")).doesNotExist();
  }

  @Test
  void aBotWithoutItsSystemIsRefused() throws Exception {
    RunnerProcess.Builder builder = RunnerProcess.in(home).options("-Dhotline.orders.token=1:t0p");
    CREDENTIALS.forEach(builder::environment);
    try (RunnerProcess runner = builder.start()) {
      assertThat(runner.awaitExit()).isNotZero();
      assertThat(runner.output())
          .contains("hotline.orders.url is not")
          .doesNotContain("t0p")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      try (RunnerProcess runner = RunnerProcess.in(home).port(taken.getLocalPort()).start()) {
        assertThat(runner.awaitExit()).isNotZero();
        assertThat(runner.output())
            .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
            .doesNotContain("\tat ");
      }
      try (RunnerProcess runner =
          RunnerProcess.in(home).sandboxPort(taken.getLocalPort()).start()) {
        assertThat(runner.awaitExit()).isNotZero();
        assertThat(runner.output())
            .contains("The sandbox cannot listen on port " + taken.getLocalPort())
            .doesNotContain("\tat ");
      }
    }
  }

  private static List<String> messages(RunnerProcess runner)
      throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    json(runner, "/console/api/messages")
        .forEach(message -> texts.add(message.path("text").asText()));
    return texts;
  }

  private static JsonNode json(RunnerProcess runner, String path)
      throws IOException, InterruptedException {
    return new ObjectMapper().readTree(runner.get(runner.sandboxUrl(path)));
  }
}
