package tg.hotline.camel;

import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Outcome;

/** Counts what the component does. Thread-safe. */
interface Meters extends AutoCloseable {

  /**
   * Meters in the context's registry of them; null if there is none, or no Micrometer at all: none
   * of its classes is loaded then.
   */
  static @Nullable Meters of(CamelContext context) {
    try {
      Class.forName(
          "io.micrometer.core.instrument.MeterRegistry", false, Meters.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
    return MicrometerMeters.of(context);
  }

  /** A try has ended. */
  void tried(HotlineOperation operation, String connection, Outcome outcome);

  /** A call has ended, all its tries together. */
  void called(HotlineOperation operation, String connection, Outcome outcome, long nanos);

  /** Shows the gates that are not shown yet. */
  void show(Gates gates);

  /** Shows no gate any more. */
  @Override
  void close();
}
