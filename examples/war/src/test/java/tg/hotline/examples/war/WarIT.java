package tg.hotline.examples.war;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Seed;

/** The WAR that was built, deployed and undeployed again and again. */
class WarIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SECRET = "hunter2-very-secret";

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void leavesNothingBehindHoweverItIsConfigured(HotlineSandbox sandbox, @TempDir Path folder)
      throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Map<String, String> settings =
        Map.of(
            "hotline.access-token", Seed.ACCESS_TOKEN,
            "hotline.instance", Seed.INSTANCE,
            "hotline.api-key", Seed.API_KEY,
            "hotline.api-url", sandbox.apiUrl().toString(),
            "hotline.inbox", inbox.toString());
    String file = write(settings, folder.resolve("hotline.properties")).toUri().toString();

    try (Container container = new Container(folder);
        Complaints complaints =
            new Complaints("org.apache.catalina.loader.WebappClassLoaderBase")) {
      // The container's own threads, and those of the JVM's parts that it has woken up.
      Set<String> before = threads();
      sendOnceAndUndeploy(
          container, Map.of("hotline.config", file), Map.of(), inbox, sandbox, "by parameter");
      // Undeployed while the call is under way: the file is done all the same.
      sandbox.answerNext(Answer.afterEffect(Answer.delayed(Duration.ofMillis(500))));
      sendOnceAndUndeploy(container, Map.of(), settings, inbox, sandbox, "by JNDI");
      System.setProperty("hotline.config", file);
      try {
        sendOnceAndUndeploy(container, Map.of(), Map.of(), inbox, sandbox, "by system property");
      } finally {
        System.clearProperty("hotline.config");
      }

      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                Set<String> left = threads();
                left.removeAll(before);
                // The one that looks, and the container's and the sandbox's own, which come as
                // needed.
                left.removeIf(
                    name ->
                        name.matches("awaitility-thread|Catalina-utility-.*|hotline-sandbox-.*"));
                assertThat(left).isEmpty();
              });
      assertThat(complaints.texts).allMatch(WarIT::isOfAThreadThatIsEnding);
      try (Stream<Path> done = Files.list(inbox.resolve(".done"))) {
        assertThat(done).hasSize(3);
      }
      assertThat(inbox.resolve(".failed")).doesNotExist();
    }
  }

  @Test
  void saysWhatIsMissingOrWrong(@TempDir Path folder) throws Exception {
    Map<String, String> settings =
        Map.of(
            "hotline.access-token",
            SECRET,
            "hotline.instance",
            Seed.INSTANCE,
            "hotline.api-key",
            SECRET,
            "hotline.inbox",
            folder.resolve("inbox").toString());
    try (Container container = new Container(folder)) {
      for (String missing : settings.keySet()) {
        Map<String, String> others = new HashMap<>(settings);
        others.remove(missing);
        assertThat(failure(container, others)).contains(missing);
      }
      Map<String, String> wrong = new HashMap<>(settings);
      wrong.put("hotline.api-url", "http://example.org/");
      assertThat(failure(container, wrong)).contains("apiUrl");
    }
  }

  /** What the container's log says of it. */
  private static String failure(Container container, Map<String, String> settings) {
    try (Complaints complaints = new Complaints("")) {
      Context context =
          container.deploy(Path.of(System.getProperty("example.war")), Map.of(), settings);
      assertThat(context.getState().isAvailable()).isFalse();
      container.undeploy(context);
      String log = String.join("\n", complaints.texts);
      assertThat(log).doesNotContain(SECRET);
      return log;
    }
  }

  private static void sendOnceAndUndeploy(
      Container container,
      Map<String, String> parameters,
      Map<String, String> environment,
      Path inbox,
      HotlineSandbox sandbox,
      String text)
      throws IOException {
    WeakReference<ClassLoader> loader =
        run(container, parameters, environment, inbox, sandbox, text);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).as("class loader, %s", text).isNull();
            });
    assertThat(container.leaking()).isEmpty();
  }

  /** In a method of its own: a variable would hold what is to be collected. */
  private static WeakReference<ClassLoader> run(
      Container container,
      Map<String, String> parameters,
      Map<String, String> environment,
      Path inbox,
      HotlineSandbox sandbox,
      String text)
      throws IOException {
    Context context =
        container.deploy(Path.of(System.getProperty("example.war")), parameters, environment);
    assertThat(context.getState().isAvailable()).isTrue();
    WeakReference<ClassLoader> loader = new WeakReference<>(context.getLoader().getClassLoader());
    Files.writeString(inbox.resolve("987654321.txt"), text);
    sandbox.awaitMessage(message -> message.text().equals(text), LONG);
    container.undeploy(context);
    return loader;
  }

  /** It has no frame any more; whether it has ended, the test sees by itself. */
  private static boolean isOfAThreadThatIsEnding(String complaint) {
    return complaint.strip().endsWith("Stack trace of thread:");
  }

  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
    return names;
  }

  private static Path write(Map<String, String> settings, Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  /** Warnings and errors of a logger, with what was thrown. */
  private static final class Complaints extends Handler implements AutoCloseable {

    private final Logger logger;
    final List<String> texts = new CopyOnWriteArrayList<>();

    Complaints(String name) {
      logger = Logger.getLogger(name);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
        texts.add(new SimpleFormatter().format(line));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
