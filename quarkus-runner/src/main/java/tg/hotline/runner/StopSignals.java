package tg.hotline.runner;

import static java.lang.invoke.MethodType.methodType;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.apache.camel.quarkus.main.events.AfterStart;
import org.jboss.logging.Logger;

/**
 * Lets SIGTERM and Ctrl-C end the app before the JVM. Otherwise the JVM runs Quarkus's shutdown
 * hook and H2's side by side, and the database is closed while Camel waits for the calls under way,
 * whose outcome then cannot be noted. A second signal does what it always does.
 *
 * <p>By reflection, since the compiler warns of these classes whatever it is told. They are in
 * every JDK (module jdk.unsupported), and Quarkus uses them too.
 */
@Singleton
final class StopSignals {

  private static final Logger LOG = Logger.getLogger(StopSignals.class);

  /** What a shell takes for the exit code of who ended by a signal, less its number. */
  private static final int BY_SIGNAL = 128;

  void handle(@Observes AfterStart event) {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    for (String name : List.of("TERM", "INT")) {
      try {
        new Stop(name).handle();
      } catch (Throwable e) { // as far as method handles go
        LOG.warnf("SIG%s will not wait for the calls under way: %s", name, e);
      }
    }
  }

  private static final class Stop {
    private final MethodHandle handle;
    private final Class<?> handlers;
    private final Object signal;
    private final int number;
    private volatile Object usual;

    Stop(String name) throws Throwable {
      Class<?> signals = Class.forName("sun.misc.Signal");
      handlers = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      handle = lookup.findStatic(signals, "handle", methodType(handlers, signals, handlers));
      signal = signals.getConstructor(String.class).newInstance(name);
      number = (int) signals.getMethod("getNumber").invoke(signal);
      usual = handlers.getField("SIG_DFL").get(null);
    }

    void handle() throws Throwable {
      MethodHandle stop =
          MethodHandles.lookup().bind(this, "stop", methodType(void.class, Object.class));
      usual = handle.invoke(signal, MethodHandleProxies.asInterfaceInstance(handlers, stop));
    }

    @SuppressWarnings("unused") // see handle
    private void stop(Object received) throws Throwable {
      handle.invoke(received, usual);
      Quarkus.asyncExit(BY_SIGNAL + number);
    }
  }
}
