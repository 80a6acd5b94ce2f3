package tg.hotline.benchmarks;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.camel.HotlineComponent;
import tg.hotline.camel.HotlineConstants;

/**
 * Makes one call where a Camel context runs already, with nothing in it, and prints how many
 * nanoseconds and bytes it took.
 */
abstract class FirstCall {

  abstract void call(DefaultCamelContext context, URI url) throws Exception;

  final void run(String[] args) {
    Child.run(() -> measure(URI.create(args[0])));
  }

  private void measure(URI url) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    context.start();
    Counters before = Counters.now();
    call(context, url);
    Counters after = Counters.now();
    System.out.println(
        (after.nanos() - before.nanos()) + " " + (after.allocated() - before.allocated()));
  }

  static final class ByRawClient extends FirstCall {

    public static void main(String[] args) {
      new ByRawClient().run(args);
    }

    @Override
    void call(DefaultCamelContext unused, URI url) throws Exception {
      CountDownLatch ended = new CountDownLatch(1);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      new RawSimple(url)
          .send(
              Message.OF_ALL,
              e -> {
                failure.set(e);
                ended.countDown();
              });
      ended.await();
      if (failure.get() != null) {
        throw new IllegalStateException(failure.get());
      }
    }
  }

  static final class ByComponent extends FirstCall {

    public static void main(String[] args) {
      new ByComponent().run(args);
    }

    @Override
    void call(DefaultCamelContext context, URI url) {
      HotlineComponent component = new HotlineComponent();
      context.addComponent("hotline", component);
      ComponentSide.configure(component, url);
      ProducerTemplate template = context.createProducerTemplate();
      Exchange sent =
          template.request(
              "hotline:send",
              exchange -> {
                exchange.getMessage().setBody(Message.OF_ALL.text());
                exchange.getMessage().setHeader(HotlineConstants.USER_ID, Message.OF_ALL.userId());
              });
      if (sent.getException() != null) {
        throw new IllegalStateException(sent.getException());
      }
    }
  }
}
