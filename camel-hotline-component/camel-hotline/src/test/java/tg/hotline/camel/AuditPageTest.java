package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.docs.Page;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsJson;

/** The page's sections "Audit" and "Meters" show what the code writes. */
class AuditPageTest {

  private static final Page PAGE = Page.of("docs/operations.adoc");

  /** A table's row: names in the first column, what it is of in the second. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\|(`[^|]+) \\|([^|\\n]*)\\|");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private static String section(String title) {
    return PAGE.text().split("(?m)^== " + title + "\n", 2)[1].split("(?m)^== ", 2)[0];
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  /** The fields of an operation's line, by the page's table. */
  static String[] fields(String operation) {
    return ROW.matcher(section("Audit"))
        .results()
        .filter(row -> row.group(2).isBlank() || row.group(2).contains(operation))
        .flatMap(row -> names(row.group(1)).stream())
        .toArray(String[]::new);
  }

  static Set<String> meters() {
    return ROW.matcher(section("Meters"))
        .results()
        .map((MatchResult row) -> names(row.group(1)).iterator().next())
        .collect(Collectors.toSet());
  }

  /** By the table of meters. */
  static Set<String> tags(String meter) {
    return ROW.matcher(section("Meters"))
        .results()
        .filter(row -> row.group(1).contains("`" + meter + "`"))
        .flatMap(row -> names(row.group(2)).stream())
        .collect(Collectors.toSet());
  }

  public static class AuditTable implements HotlineAuditor {

    private final List<String> rows = new CopyOnWriteArrayList<>();

    @Override
    public void audit(AuditEvent event) {
      if (event.outcome() == Outcome.UNKNOWN) {
        rows.add(event.exchangeId() + " " + event.sha256());
      }
    }
  }

  @Test
  void auditorIsTheOneThatRuns() throws IOException {
    AuditTable table = new AuditTable();
    new Audit(Set.of(table)).tell(event(Outcome.UNKNOWN));
    new Audit(Set.of(table)).tell(event(Outcome.OK));

    assertThat(table.rows).containsExactly("exchange hash");
    String test =
        Files.readString(SnippetsTest.TESTS.resolve(AuditPageTest.class.getSimpleName() + ".java"));
    assertThat(SnippetsTest.words(test))
        .contains(
            SnippetsTest.words(PAGE.snippets("java").get(0).text())
                .replace("public class", "public static class"));
  }

  private static AuditEvent event(Outcome outcome) {
    return new AuditEvent(
        Instant.EPOCH,
        HotlineOperation.SEND,
        "sales",
        null,
        1L,
        1,
        1,
        1,
        outcome,
        200,
        1,
        5,
        "hash",
        "exchange",
        null,
        null);
  }

  /** As a whole logback.xml would have it. */
  @Test
  void logbackWritesTheFile(@TempDir Path folder) throws Exception {
    String snippet =
        PAGE.snippets("xml").stream()
            .map(Page.Snippet::text)
            .filter(text -> text.contains("logback"))
            .findFirst()
            .orElseThrow();
    LoggerContext logging = new LoggerContext();
    logging.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logging);
    configurator.doConfigure(
        new ByteArrayInputStream(
            ("<configuration>" + snippet.replace("audit.", folder + "/audit.") + "</configuration>")
                .replace(folder + "/audit.%d", folder + "/old.%d")
                .replace("tg.hotline." + folder + "/audit", "tg.hotline.audit")
                .getBytes(UTF_8)));

    logging.getLogger("tg.hotline.audit").info(event(Outcome.OK).toJson());
    logging.stop();

    assertThat(Files.readString(folder.resolve("audit.log")))
        .isEqualTo(event(Outcome.OK).toJson() + System.lineSeparator());
  }

  /** That the table holds the fields of a real line, {@link AuditTest} shows. */
  @Test
  void exampleIsALineAsItIsWritten() {
    String line =
        section("Audit").lines().filter(l -> l.startsWith("{\"time\"")).findFirst().orElseThrow();
    Map<String, Object> shown = TopicsJson.readObject(line);
    AuditEvent same =
        new AuditEvent(
            Instant.EPOCH,
            HotlineOperation.SEND,
            "",
            null,
            1L,
            1,
            1,
            1,
            Outcome.OK,
            0,
            0,
            1,
            "",
            "",
            "",
            "");

    assertThat(List.copyOf(shown.keySet()))
        .isEqualTo(List.copyOf(TopicsJson.readObject(same.toJson()).keySet()));
    assertThat(shown).containsOnlyKeys(fields("send"));
  }
}
