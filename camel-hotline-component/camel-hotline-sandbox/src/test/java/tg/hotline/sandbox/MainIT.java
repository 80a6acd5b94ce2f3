package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar that the build made, as a process of its own. */
class MainIT {
  private static final Pattern STARTED =
      Pattern.compile(
          "Hotline sandbox at (http://127\\.0\\.0\\.1:\\d+) \\(Topics API: \\1/webhook/topic_action\\)");

  private record Ended(int code, String out, String err) {}

  @Test
  void itSaysInOneLineWhereItListensAndThenServes() throws Exception {
    Process process = java("--port", "0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Matcher started = STARTED.matcher(out.readLine());
      assertThat(started.matches()).isTrue();
      String url = started.group(1);

      assertThat(call(url, Caller.INFO)).isEqualTo(RightAnswersTest.CUSTOMER);
      assertThat(call(url, Caller.send(Seed.USER_ID, "hi"))).contains("message_sent");
      assertThat(exchange(HttpRequest.newBuilder(URI.create(url + "/console/api/messages"))))
          .contains("\"text\":\"hi\"");
      assertThat(exchange(HttpRequest.newBuilder(URI.create(url + "/console/main.js"))))
          .contains("import ");

      // Not destroy(), which closes the streams that are still to be read.
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(Caller.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
      assertThat(text(process.getErrorStream())).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatItSaidBeforeAKillIsInTheLedger(@TempDir Path folder) throws Exception {
    Path ledger = folder.resolve("ledger.jsonl");
    Process process =
        java("--port", "0", "--ledger", ledger.toString(), "--faults", "0%", "--seed", "7");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Matcher started = STARTED.matcher(out.readLine());
      assertThat(started.matches()).isTrue();
      assertThat(call(started.group(1), Caller.send(Seed.USER_ID, "hi"))).contains("message_sent");
    } finally {
      process.destroyForcibly().waitFor();
    }

    assertThat(Files.readAllLines(ledger))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"step\":\"received\"", "\"text\":\"hi\""),
            line -> assertThat(line).contains("\"step\":\"effect\""),
            line -> assertThat(line).contains("\"step\":\"answered\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port x        | --port must be a number from 0 to 65535, not x",
        "--port=70000    | --port must be a number from 0 to 65535, not 70000",
        "--port          | --port needs a value",
        "--prot 8181     | Unknown argument: --prot",
        "--faults=5      | --faults must be from 0% to 100%, not 5",
        "--faults 200%   | --faults must be from 0% to 100%, not 200%",
        "--seed=x        | --seed must be a whole number, not x",
        "8181            | Unknown argument: 8181",
      })
  void aWrongArgumentIsNamedAndEndsWith2(String arguments, String error) throws Exception {
    Ended ended = run(arguments.split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith(error).contains("--help");
  }

  @Test
  void helpNamesTheArguments() throws Exception {
    Ended ended = run("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("--port", "8181", "--host", "--ledger", "--faults", "--seed");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsNamedAndEndsWith1() throws Exception {
    try (HotlineSandbox hotline = HotlineSandbox.start()) {
      Ended ended = run("--port", String.valueOf(hotline.port()));

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .startsWith("Cannot listen on 127.0.0.1:" + hotline.port())
          .doesNotContain("\tat ");
    }
  }

  @Test
  void theJarHoldsTheSandboxJacksonAndTheirLicenceOnly() throws Exception {
    try (JarFile jar = new JarFile(jar().toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(
              name ->
                  name.replaceFirst("^META-INF/versions/\\d+/", "")
                      .matches("(tg/hotline/sandbox|com/fasterxml/jackson)/.*"));
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      assertThat(jar.isMultiRelease()).isTrue();
    }
  }

  private static Path jar() {
    return Path.of(Objects.requireNonNull(System.getProperty("sandbox.jar"), "run by Maven only"));
  }

  private static Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static Ended run(String... arguments) throws Exception {
    Process process = java(arguments);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended by itself").isTrue();
      return new Ended(
          process.exitValue(), text(process.getInputStream()), text(process.getErrorStream()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String call(String url, String body) throws Exception {
    return exchange(
        HttpRequest.newBuilder(URI.create(url + "/webhook/topic_action"))
            .header("X-API-KEY", Seed.ACCESS_TOKEN)
            .header("Content-Type", Caller.JSON)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String exchange(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request.version(HttpClient.Version.HTTP_1_1).timeout(Caller.PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
