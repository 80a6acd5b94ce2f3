package tg.hotline.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConstants;
import tg.hotline.topics.Access;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Gate;
import tg.hotline.topics.HttpTransport;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.RetryPolicy;
import tg.hotline.topics.Tally;
import tg.hotline.topics.TopicsClient;
import tg.hotline.topics.Turn;

/** Lets sends wait, in a JVM of its own, and prints what that takes. */
final class QueuedWorker {

  /** Of a route's exchanges. */
  private record Held(double bytes, double stopMillis) {}

  private final URI server;
  private final String[] texts;

  private QueuedWorker(URI server, int sends) {
    this.server = server;
    this.texts =
        IntStream.range(0, sends).mapToObj(i -> Message.TEXT + " " + i).toArray(String[]::new);
  }

  /**
   * @param args the server's address, and how many sends
   */
  public static void main(String[] args) {
    Child.run(() -> run(URI.create(args[0]), Integer.parseInt(args[1])));
  }

  private static void run(URI server, int sends) throws Exception {
    QueuedWorker worker = new QueuedWorker(server, sends);
    double cancel = worker.cancel();
    Held camel = worker.held();
    Held hotline = worker.queued();
    System.out.println(
        new Queued.Round(camel.bytes, hotline.bytes - camel.bytes, cancel, hotline.stopMillis)
            .line());
  }

  /** What a route holds of exchanges that some step keeps, whichever it is. */
  private Held held() throws Exception {
    AsyncCallback[] held = new AsyncCallback[texts.length];
    int[] count = {0};
    AsyncProcessorSupport keeping =
        new AsyncProcessorSupport() {
          @Override
          public boolean process(Exchange exchange, AsyncCallback callback) {
            held[count[0]++] = callback;
            return false;
          }
        };
    return inRoute(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:send").process(keeping);
          }
        },
        false,
        () -> Arrays.stream(held).forEach(callback -> callback.done(false)));
  }

  /** Without an error handler: what that does with so many failures is its own affair. */
  private Held queued() throws Exception {
    return inRoute(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:send").to("hotline:send");
          }
        },
        true,
        () -> {});
  }

  /** Bytes of each that waits, and milliseconds until all have ended and the context with them. */
  private Held inRoute(RouteBuilder route, boolean useRate, Runnable end) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    context.getRegistry().bind("metricRegistry", new SimpleMeterRegistry());
    HotlineComponent component = new HotlineComponent();
    context.addComponent("hotline", component);
    ComponentSide.configure(component, server.resolve("/send/0"));
    component.setRateLimit("1/24h");
    component.setMaxQueuedCalls(texts.length);
    context.addRoutes(route);
    context.start();
    AsyncProducer start = context.getEndpoint("direct:send").createAsyncProducer();
    start.start();
    if (useRate) { // so that the others wait, and no call is under way
      CountDownLatch through = new CountDownLatch(1);
      start.process(exchange(start, texts[0]), synchronously -> through.countDown());
      through.await();
    }
    CountDownLatch told = new CountDownLatch(texts.length);
    AsyncCallback callback = synchronously -> told.countDown();
    long before = heap();
    for (String text : texts) {
      start.process(exchange(start, text), callback);
    }
    double bytes = (double) (heap() - before) / texts.length;
    long began = System.nanoTime();
    end.run();
    context.stop();
    if (told.getCount() != 0) {
      throw new IllegalStateException(told.getCount() + " were told nothing");
    }
    return new Held(bytes, millisSince(began));
  }

  private static Exchange exchange(AsyncProducer to, String text) {
    Exchange exchange = to.getEndpoint().createExchange();
    exchange.getMessage().setBody(text);
    exchange.getMessage().setHeader(HotlineConstants.USER_ID, Message.OF_ALL.userId());
    return exchange;
  }

  /** Milliseconds until all are told, from the end of the call that held the gate. */
  private double cancel() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ExecutorService hop = Executors.newSingleThreadExecutor();
    Gate gate = new Gate(new Gate.Limits(1, texts.length, null), timer, System::nanoTime);
    HttpTransport transport =
        new HttpTransport(new HttpTransport.Settings(Duration.ofSeconds(5), null, null), timer);
    try {
      Access access =
          new Access(
              new Credentials(Message.ACCESS_TOKEN, Message.INSTANCE, Message.API_KEY),
              gate,
              new Tally());
      TopicsClient client =
          new TopicsClient(
              () -> access,
              new TopicsClient.Settings(
                  server.resolve("/send/600000"),
                  Duration.ofMinutes(10),
                  new RetryPolicy(
                      0, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(5))),
              transport,
              new TopicsClient.Engine(timer, hop, InstantSource.system(), () -> 0.5));
      client.call(
          new IncomingInTopic(Message.OF_ALL.userId(), Message.TEXT),
          new Turn("first"),
          result -> {});
      AtomicBoolean wanted = new AtomicBoolean(true);
      CountDownLatch told = new CountDownLatch(texts.length);
      for (String text : texts) {
        client.call(
            new IncomingInTopic(Message.OF_ALL.userId(), text),
            new Turn("others", wanted::get),
            result -> told.countDown());
      }
      wanted.set(false);
      long began = System.nanoTime();
      transport.close(); // cuts the call that holds the gate
      told.await();
      return millisSince(began);
    } finally {
      hop.shutdown();
      timer.shutdownNow();
    }
  }

  private static double millisSince(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  /** What is left after a collection; the least of some, as there are other threads. */
  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
