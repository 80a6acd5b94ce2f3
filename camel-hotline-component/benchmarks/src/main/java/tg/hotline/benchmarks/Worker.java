package tg.hotline.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One side in a JVM of its own, so that threads, CPU and memory are its own. Runs as many calls as
 * a line of input says, and prints the {@link Figures}.
 */
final class Worker {

  /** Asks for the bytes that are in use after a full collection. */
  static final String HEAP = "heap";

  private Worker() {}

  /**
   * @param args the side, the URL, the calls in flight
   */
  public static void main(String[] args) {
    Child.run(() -> run(args));
  }

  private static void run(String[] args) throws Exception {
    int inFlight = Integer.parseInt(args[2]);
    Side side = Sides.valueOf(args[0]).open(URI.create(args[1]), inFlight);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Load load = new Load(side, inFlight)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(HEAP)) {
          System.out.println(Counters.heap());
          continue;
        }
        // Opens connections: some sides close those that others' turns leave idle.
        load.run(inFlight);
        int calls = Integer.parseInt(line);
        System.out.println((inFlight == 1 ? oneByOne(side, calls) : flood(load, calls)).line());
      }
    }
  }

  private static Figures flood(Load load, int calls) throws Exception {
    Counters.resetPeakThreads();
    Counters before = Counters.now();
    load.run(calls);
    return Figures.between(before, Counters.now(), calls, 0, 0);
  }

  /** As a thread does that waits for each answer. */
  private static Figures oneByOne(Side side, int calls) throws Exception {
    long[] nanos = new long[calls];
    Counters.resetPeakThreads();
    Counters before = Counters.now();
    for (int i = 0; i < calls; i++) {
      Answer answer = new Answer(Thread.currentThread());
      long began = System.nanoTime();
      side.send(Message.OF_ALL, answer);
      answer.await();
      nanos[i] = System.nanoTime() - began;
    }
    Counters after = Counters.now();
    Arrays.sort(nanos);
    return Figures.between(before, after, calls, nanos[calls / 2], nanos[(int) (calls * 0.99)]);
  }

  private static final class Answer implements Side.Done {
    private final Thread waiting;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    Answer(Thread waiting) {
      this.waiting = waiting;
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      this.failure = failure;
      ended = true;
      LockSupport.unpark(waiting);
    }

    void await() {
      while (!ended) {
        LockSupport.park(this);
      }
      if (failure != null) {
        throw new IllegalStateException("A call failed", failure);
      }
    }
  }
}
