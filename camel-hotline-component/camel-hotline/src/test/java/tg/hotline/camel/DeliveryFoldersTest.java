package tg.hotline.camel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** Where the routes of docs/delivery.adoc leave a message when something goes wrong with them. */
class DeliveryFoldersTest extends HotlineTestSupport {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir @Nullable Path folder;

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context.getPropertiesComponent().addInitialProperty("hotline.messages", folder().toString());
    context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
    context.getShutdownStrategy().setTimeout(100);
    return context;
  }

  private Path folder() {
    return requireNonNull(folder);
  }

  private void load() throws Exception {
    load(context);
  }

  private static void load(CamelContext context) throws Exception {
    for (Page.Snippet snippet : DeliverySnippetsTest.PAGE.snippets("yaml")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("snippet.camel.yaml", snippet.text()));
    }
  }

  /** Puts a message there in one go, as a person does by moving it. */
  private void put(String directory, String name, String text) throws IOException {
    Path file = Files.createTempFile(folder(), name, null);
    Files.writeString(file, "{\"user_id\":%d,\"message\":\"%s\"}".formatted(Seed.USER_ID, text));
    Path to = Files.createDirectories(folder().resolve(directory));
    Files.move(file, to.resolve(name));
  }

  private List<String> names(String directory) throws IOException {
    Path path = folder().resolve(directory);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(path).sorted(Comparator.naturalOrder())) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    return names;
  }

  private String reason(String directory) throws IOException {
    return Files.readString(folder().resolve(directory).resolve("m.json.reason.txt"));
  }

  private void awaitIn(String directory, String... names) {
    await().atMost(SOON).untilAsserted(() -> assertThat(names(directory)).containsExactly(names));
  }

  private void awaitReason(String directory, String reason) {
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> assertThat(reason(directory)).contains(reason));
  }

  private List<String> texts() {
    return sandbox().messages().stream().map(Message::text).toList();
  }

  /** Gives up on the message under way, and leaves those that wait where they were. */
  @Test
  void aStopLeavesTheOthersInTheOutbox() throws Exception {
    for (int i = 0; i < 20; i++) {
      put("outbox", "m" + i + ".json", "text " + i);
    }
    sandbox().answerNext(1, call -> call.number() == 6, Answer.delayed(Duration.ofMinutes(1)));
    load();
    sandbox().awaitCall(call -> call.number() == 6, SOON);

    context.stop();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(names("unknown")).filteredOn(name -> name.endsWith(".json")).hasSize(1));
    assertThat(names("sending")).isEmpty();
    assertThat(names("sent")).hasSize(5);
    assertThat(names("outbox")).hasSize(14);
    assertThat(sandbox().calls()).hasSize(6);

    CamelContext next = createCamelContext();
    try {
      next.start();
      load(next);
      await().atMost(SOON).untilAsserted(() -> assertThat(names("sent")).hasSize(19));
    } finally {
      next.stop();
    }
    assertThat(names("outbox")).isEmpty();
    assertThat(texts()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(19);
  }

  @Test
  void aMessageWhoseReasonCannotBeWrittenIsNotStuck() throws Exception {
    Files.createDirectories(folder().resolve("refused/m.json.reason.txt"));
    load();

    put("outbox", "m.json", " ");

    awaitIn("unknown", "m.json");
    assertThat(names("sending")).isEmpty();
  }

  @Test
  void aNewReasonReplacesTheOldOne() throws Exception {
    sandbox().answerNext(Answer.status(422));
    load();

    put("outbox", "m.json", " ");
    awaitIn("refused", "m.json", "m.json.reason.txt");
    assertThat(reason("refused")).contains("message in the body is empty");
    Files.delete(folder().resolve("refused/m.json"));
    put("outbox", "m.json", "corrected");
    awaitIn("refused", "m.json", "m.json.reason.txt");
    assertThat(reason("refused")).contains("422");

    Files.move(folder().resolve("refused/m.json"), folder().resolve("outbox/m.json"));
    awaitIn("sent", "m.json");
    assertThat(names("refused")).containsExactly("m.json.reason.txt");
    assertThat(texts()).containsExactly("corrected");
  }

  @Test
  void aWrongTokenRefusesAllAndLosesNone() throws Exception {
    sandbox().accessToken("another");
    load();
    put("outbox", "a.json", "a");
    put("outbox", "b.json", "b");
    awaitIn("refused", "a.json", "a.json.reason.txt", "b.json", "b.json.reason.txt");

    sandbox().accessToken(Seed.ACCESS_TOKEN);
    for (String name : List.of("a.json", "b.json")) {
      Files.move(
          folder().resolve("refused").resolve(name), folder().resolve("outbox").resolve(name));
    }

    awaitIn("sent", "a.json", "b.json");
    assertThat(texts()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theRestOfATextThatWasSentInPart() throws Exception {
    sandbox().answerNext(1, call -> call.number() == 2, Answer.status(422));
    sandbox().answerNext(1, call -> call.number() == 3, Answer.status(413));
    load();
    put("outbox", "m.json", "x".repeat(4096) + "rest");
    awaitIn("unknown", "m.json", "m.json.reason.txt");
    assertThat(reason("unknown")).startsWith("Sent in part: ").contains("422");

    Files.delete(folder().resolve("unknown/m.json"));
    put("resend", "m.json", "rest");
    awaitReason("unknown", "413");
    awaitIn("unknown", "m.json", "m.json.reason.txt");

    Files.move(folder().resolve("unknown/m.json"), folder().resolve("resend/m.json"));
    awaitIn("sent", "m.json");
    assertThat(texts()).containsExactly("x".repeat(4096), "rest");
    assertThat(names("sending")).isEmpty();
  }
}
