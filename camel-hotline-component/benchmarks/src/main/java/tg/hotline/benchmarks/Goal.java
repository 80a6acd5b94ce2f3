package tg.hotline.benchmarks;

import java.util.Locale;

/**
 * Something that a scenario is to reach, and what it came to.
 *
 * @param what is measured
 * @param value of this run
 * @param sign whether it has to be as much or may be as much
 * @param limit in the same unit
 * @param unit of both, to be read behind them
 */
record Goal(String what, double value, Sign sign, double limit, String unit) {

  enum Sign {
    AT_LEAST("≥"),
    AT_MOST("≤");

    final String text;

    Sign(String text) {
      this.text = text;
    }
  }

  static Goal atLeast(double limit, String unit, String what, double value) {
    return new Goal(what, value, Sign.AT_LEAST, limit, unit);
  }

  static Goal atMost(double limit, String unit, String what, double value) {
    return new Goal(what, value, Sign.AT_MOST, limit, unit);
  }

  boolean isReached() {
    return sign == Sign.AT_LEAST ? value >= limit : value <= limit;
  }

  /** "calls: 50 (≤ 50, reached)". */
  @Override
  public String toString() {
    return "%s: %s%s (%s %s%s, %s)"
        .formatted(
            what,
            number(value),
            unit,
            sign.text,
            number(limit),
            unit,
            isReached() ? "reached" : "MISSED");
  }

  /** Three digits, or all before the point: more would not be the same in the next run. */
  static String number(double value) {
    int decimals = Math.abs(value) >= 100 || value == Math.rint(value) ? 0 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
