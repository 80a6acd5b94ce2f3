package tg.hotline.examples;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What each customer did so far: the last steps of those who were here last. In memory, so a
 * restart forgets it. Thread-safe.
 */
@NullMarked
public final class CustomerSteps {

  private static final int CUSTOMERS = 10_000;
  private static final int STEPS = 10;
  private static final int LENGTH = 200;

  private static final class Customer {
    final Deque<String> steps = new ArrayDeque<>();
    @Nullable String topic;
  }

  private final Map<Long, Customer> customers =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Customer> eldest) {
          return size() > CUSTOMERS;
        }
      };

  /** Notes what the customer did, from the variables {@code text} and {@code pressed}. */
  public synchronized void note(
      @Variable("user") Long user,
      @Variable("text") @Nullable String text,
      @Variable("pressed") @Nullable String pressed) {
    Deque<String> steps = customer(user).steps;
    String step =
        pressed != null
            ? "pressed the button " + pressed
            : text == null || text.isEmpty() ? "sent something that is no text" : "wrote: " + text;
    steps.addLast(step.length() > LENGTH ? step.substring(0, LENGTH) + "…" : step);
    if (steps.size() > STEPS) {
      steps.removeFirst();
    }
  }

  /** What the operators are told: a line for each step, the newest last. */
  public synchronized String told(@Variable("user") Long user) {
    return customer(user).steps.stream()
        .map(step -> "- " + step)
        .collect(Collectors.joining("\n", "The customer calls an operator, and did before:\n", ""));
  }

  /**
   * From now on the customer talks to operators, in that topic, and begins anew with the bot later.
   */
  public synchronized void withOperators(
      @Variable("user") Long user, @Variable("topic") @Nullable String topic) {
    Customer customer = customer(user);
    customer.steps.clear();
    customer.topic = topic;
  }

  /** The customer talks to the bot again. */
  public synchronized void withBot(@Variable("user") Long user) {
    customer(user).topic = null;
  }

  /** The topic in which operators have this customer; null where the bot has. */
  public synchronized @Nullable String topic(@Variable("user") Long user) {
    return customer(user).topic;
  }

  private Customer customer(Long user) {
    return customers.computeIfAbsent(user, any -> new Customer());
  }
}
