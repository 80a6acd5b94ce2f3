package tg.hotline.benchmarks;

import java.util.stream.DoubleStream;

/** The middle of several measurements, which a single disturbance does not move. */
final class Medians {

  private Medians() {}

  /** Of an even number, the mean of the two in the middle; 0 of none. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
