package tg.hotline.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Message;
import tg.hotline.sandbox.Seed;

/** The packaged runner with little memory and a long file. */
class LongCsvIT {

  /** {@code -Dhotline.rows=100000} for the real thing. */
  private static final int ROWS = Integer.getInteger("hotline.rows", 10_000);

  private static final Duration LONG = Duration.ofSeconds(60 + ROWS / 100);
  private static final long MEGABYTE = 1 << 20;

  private final Path home;

  LongCsvIT(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void aLongFileStreamsInFlatMemoryAndSaysHowFarItIs() throws Exception {
    try (HotlineSandbox service = HotlineSandbox.start();
        RunnerProcess runner =
            RunnerProcess.live(home, service)
                .options(
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "-Dhotline.examples=csv-file",
                    "-Dquarkus.datasource.jdbc.url=" + database(),
                    "-Dhotline.progress.period=1s")
                .start()
                .awaitReady()) {
      Path inbox = home.resolve("inbox-live");
      long before = liveHeap(runner);
      drop(inbox.resolve("long.csv"));

      awaitMessages(service, ROWS / 10);
      long early = liveHeap(runner);
      awaitMessages(service, ROWS * 9 / 10);
      long late = liveHeap(runner);
      await().atMost(LONG).until(() -> Files.exists(inbox.resolve(".done/long.csv")));

      assertThat(service.messages().stream().map(Message::text))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, ROWS)
                  .mapToObj("User status is changed: row %d"::formatted)
                  .toList());
      assertThat(early - before).as("what a file takes").isLessThan(6 * MEGABYTE);
      assertThat(late - early).as("what its length takes").isLessThan(2 * MEGABYTE);
      String log = runner.output();
      assertThat(log)
          .containsPattern(
              "long.csv: [0-9,]+ of %,d rows done, 0 failed, [0-9,]+ left, [0-9.,]+/s, .* to go"
                  .formatted(ROWS))
          .containsPattern("long.csv: %,d sent, in .* s, [0-9,]+/s".formatted(ROWS));
      System.out.printf(
          "Live heap %,d KB before, %,d KB at 10 %%, %,d KB at 90 %%; %s%n",
          before >> 10,
          early >> 10,
          late >> 10,
          log.lines().filter(line -> line.contains(" sent, in ")).findFirst().orElse(""));
    }
  }

  /**
   * The usual one, but that H2 keeps what is overwritten for half a second, and has a small cache:
   * it lists in memory what it keeps, and this file is through before the usual 45 seconds are.
   */
  private String database() {
    return "jdbc:h2:file:%s;AUTO_SERVER=TRUE;WRITE_DELAY=0;RETENTION_TIME=500;CACHE_SIZE=256"
        .formatted(home.resolve("data/live/hotline").toAbsolutePath());
  }

  private void drop(Path file) throws IOException {
    Path part = file.resolveSibling("long.csv.part");
    Files.writeString(
        part,
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> "%d,row %d\n".formatted(Seed.USER_ID, row))
            .collect(Collectors.joining("", "user_id,status\n", "")));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitMessages(HotlineSandbox service, int count) {
    await().atMost(LONG).until(() -> service.messages().size() >= count);
  }

  /** The bytes of what is in use, as the JVM counts it after a full collection. */
  private static long liveHeap(RunnerProcess runner) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(runner.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    Matcher total = Pattern.compile("Total +[0-9]+ +([0-9]+)").matcher(answer);
    assertThat(total.find()).as(answer).isTrue();
    return Long.parseLong(total.group(1));
  }
}
