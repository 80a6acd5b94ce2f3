package tg.hotline.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.camel.HotlineConstants;
import tg.hotline.topics.TopicInfo;

/**
 * A route that looks topics up, in a JVM of its own. Sends as many exchanges as a line of input
 * says, by a thread for each processor, and prints the {@link Figures}.
 */
final class EnrichmentWorker {

  static final int TOPICS = 50;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static final List<String> LINKS =
      IntStream.rangeClosed(1, TOPICS)
          .mapToObj(topic -> "https://t.me/c/2101424779/" + topic)
          .toList();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Endpoint from;
  private final AsyncProducer start;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newFixedThreadPool(PROCESSORS);

  private EnrichmentWorker(URI url, int concurrent, String options) throws Exception {
    ComponentSide.prepare(context, url, concurrent);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:enrich").to("hotline:info" + options);
          }
        });
    context.start();
    from = context.getEndpoint("direct:enrich");
    start = from.createAsyncProducer();
    start.start();
    places = new Semaphore(concurrent);
  }

  /**
   * @param args the URL, how many exchanges are under way at most, options of {@code hotline:info}
   */
  public static void main(String[] args) {
    Child.run(() -> run(args));
  }

  private static void run(String[] args) throws Exception {
    var worker = new EnrichmentWorker(URI.create(args[0]), Integer.parseInt(args[1]), args[2]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(worker.run(Integer.parseInt(line)).line());
    }
  }

  private Figures run(int exchanges) throws InterruptedException {
    Round round = new Round(exchanges);
    Counters.resetPeakThreads();
    Counters before = Counters.now();
    for (int i = 0; i < PROCESSORS; i++) {
      threads.execute(round);
    }
    round.ended.await();
    Figures figures = Figures.between(before, Counters.now(), exchanges, 0, 0);
    if (round.failure.get() != null) {
      throw new IllegalStateException("An exchange failed", round.failure.get());
    }
    return figures;
  }

  /** To be run by any number of threads at once. */
  private final class Round implements Runnable {
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    final CountDownLatch ended;
    private final AtomicInteger left;

    Round(int exchanges) {
      ended = new CountDownLatch(exchanges);
      left = new AtomicInteger(exchanges);
    }

    @Override
    public void run() {
      for (int i = left.decrementAndGet(); i >= 0; i = left.decrementAndGet()) {
        places.acquireUninterruptibly();
        Exchange exchange = from.createExchange();
        exchange.getMessage().setHeader(HotlineConstants.TOPIC_LINK, LINKS.get(i % TOPICS));
        start.process(exchange, synchronously -> end(exchange));
      }
    }

    private void end(Exchange exchange) {
      Throwable e = exchange.getException();
      if (e == null && !(exchange.getMessage().getBody() instanceof TopicInfo)) {
        e = new IllegalStateException("No topic, but " + exchange.getMessage().getBody());
      }
      failure.compareAndSet(null, e);
      places.release();
      ended.countDown();
    }
  }
}
