package tg.hotline.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static tg.hotline.benchmarks.Goal.atMost;
import static tg.hotline.benchmarks.Goal.number;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CSV file goes through the packaged runner, which has 128 MB. {@code -Dhotline.rows} says how
 * many rows, {@code -Dhotline.runner} where the runner's jar is, if it is not in this project.
 */
final class LongFile implements Scenario {

  private static final String JAR = "quarkus-runner/target/quarkus-app/quarkus-run.jar";

  /** How often the heap is looked at. */
  private static final int LOOKS = 10;

  private static final int MILLIS_BETWEEN_COUNTS = 20;
  private static final double SECOND = 1e9;
  private static final double MEGABYTE = 1 << 20;

  @Override
  public Result run(URI server) throws Exception {
    int rows = Integer.getInteger("hotline.rows", 1_000_000);
    Path home = Files.createTempDirectory("long-file");
    Path inbox = Files.createDirectories(home.resolve("inbox-live"));
    write(inbox.resolve("long.csv.part"), rows);
    Process runner = start(home, server.resolve("/echo/0"));
    try {
      long before = AnsweringServer.calls(server);
      Path done = inbox.resolve(".done/long.csv");
      Files.move(
          inbox.resolve("long.csv.part"),
          inbox.resolve("long.csv"),
          StandardCopyOption.ATOMIC_MOVE);
      awaitCalls(runner, done, server, before + 1);
      long began = System.nanoTime();
      List<List<String>> table = new ArrayList<>();
      List<Double> heap = new ArrayList<>();
      for (int look = 1; look <= LOOKS; look++) {
        // The last one while rows are still under way.
        long due = (long) rows * look / LOOKS - (look == LOOKS ? rows / 100 : 0);
        awaitCalls(runner, done, server, before + due);
        double seconds = (System.nanoTime() - began) / SECOND;
        heap.add(liveHeap(runner) / MEGABYTE);
        table.add(
            List.of(
                String.format(Locale.ROOT, "%,d", due),
                number(due / seconds),
                number(heap.get(look - 1)),
                residentMb(runner)));
        System.out.println("  " + String.join("  ", table.get(look - 1)));
      }
      awaitCalls(runner, done, server, before + rows);
      double seconds = (System.nanoTime() - began) / SECOND;
      awaitCalls(runner, done, server, Long.MAX_VALUE);
      double spare = AnsweringServer.calls(server) - before - rows;
      return new Result(
          "A CSV file of %,d rows through the runner, -Xmx128m, a server that answers at once: %,.0f rows/s"
              .formatted(rows, rows / seconds),
          List.of("Rows sent", "Rows/s so far", "Live heap, MB", "Process, MB"),
          table,
          List.of(
              atMost(0, "", "calls more or less than rows", Math.abs(spare)),
              atMost(0, "", "rows that failed", failed(inbox.resolve(".failed/long.csv"))),
              atMost(
                  1.1,
                  " ×",
                  "live heap of the last third beside the second's",
                  mean(heap.subList(2 * LOOKS / 3, LOOKS))
                      / mean(heap.subList(LOOKS / 3, 2 * LOOKS / 3)))),
          Map.of());
    } finally {
      runner.destroy();
      runner.waitFor();
    }
  }

  private static void write(Path file, int rows) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write("user_id,status\n");
      for (int row = 1; row <= rows; row++) {
        csv.write("%d,row %d\n".formatted(Message.OF_ALL.userId(), row));
      }
    }
  }

  /** As a user starts it with credentials, and nothing but this example. */
  private static Process start(Path home, URI apiUrl) throws IOException {
    Path jar = jar();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:SharedArchiveFile=" + jar.resolveSibling("quarkus-run.jsa"),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-Dquarkus.http.port=0",
            "-Dhotline.home=" + home,
            "-Dhotline.examples=csv-file",
            "-jar",
            jar.toString());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(it -> it.startsWith("HOTLINE_") || it.startsWith("QUARKUS_"));
    environment.put("HOTLINE_ACCESS_TOKEN", Message.ACCESS_TOKEN);
    environment.put("HOTLINE_INSTANCE", Message.INSTANCE);
    environment.put("HOTLINE_API_KEY", Message.API_KEY);
    environment.put("HOTLINE_API_URL", apiUrl.toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("output.txt").toFile())
        .start();
  }

  /** As many as the file with those that failed has behind its heading. */
  private static int failed(Path file) throws IOException {
    if (Files.notExists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.count() - 1;
    }
  }

  /** From wherever in the project this is started. */
  private static Path jar() {
    String given = System.getProperty("hotline.runner");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(JAR))) {
        return folder.resolve(JAR);
      }
    }
    throw new IllegalStateException(
        "There is no "
            + JAR
            + ". Build it: mvn -Dmaven.test.skip -pl quarkus-runner -am package; or name it by -Dhotline.runner");
  }

  /** Or until the file is through. */
  private void awaitCalls(Process runner, Path done, URI server, long count) throws Exception {
    while (AnsweringServer.calls(server) < count && Files.notExists(done)) {
      if (!runner.isAlive()) {
        throw new IllegalStateException("The runner has ended: " + runner.exitValue());
      }
      Thread.sleep(MILLIS_BETWEEN_COUNTS);
    }
  }

  /** The bytes of what is in use, as the JVM counts it after a full collection. */
  private static long liveHeap(Process runner) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(runner.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    Matcher total = Pattern.compile("Total +[0-9]+ +([0-9]+)").matcher(answer);
    if (!total.find()) {
      throw new IllegalStateException(answer);
    }
    return Long.parseLong(total.group(1));
  }

  /** Where Linux tells it. */
  private static String residentMb(Process runner) throws IOException {
    Path status = Path.of("/proc", String.valueOf(runner.pid()), "status");
    if (Files.notExists(status)) {
      return "";
    }
    Matcher resident = Pattern.compile("VmRSS:\\s+([0-9]+) kB").matcher(Files.readString(status));
    return resident.find() ? String.valueOf(Long.parseLong(resident.group(1)) >> 10) : "";
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
