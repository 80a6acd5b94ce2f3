package tg.hotline.benchmarks;

import static tg.hotline.benchmarks.Goal.number;

import java.util.Locale;
import java.util.Map;

/** Draws bars, one below the other, as SVG that reads well on white and on black. Pure. */
final class Chart {

  private static final int WIDTH = 720;
  private static final int LABEL = 250;
  private static final int NUMBER = 80;
  private static final int LINE = 28;

  private Chart() {}

  /**
   * @param bars lengths by label, none of which needs to be escaped
   */
  static String of(String title, Map<String, Double> bars) {
    double longest = bars.values().stream().mapToDouble(value -> value).max().orElse(1);
    int height = LINE * (bars.size() + 1) + 8;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
            viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" fill="#777">
            <title>%s</title>
            <text x="0" y="18" font-weight="bold">%s: calls per second</text>
            """
                .formatted(WIDTH, height, WIDTH, height, title, title));
    int y = LINE;
    for (Map.Entry<String, Double> bar : bars.entrySet()) {
      double length = bar.getValue() / longest * (WIDTH - LABEL - NUMBER);
      svg.append(
          String.format(
              Locale.ROOT,
              """
              <text x="0" y="%d">%s</text>
              <rect x="%d" y="%d" width="%.0f" height="18" fill="%s"/>
              <text x="%.0f" y="%d">%s</text>
              """,
              y + 18,
              bar.getKey(),
              LABEL,
              y + 5,
              length,
              bar.getKey().equals(Sides.HOTLINE.title) ? "#e8a317" : "#8aa4c0",
              LABEL + length + 6,
              y + 18,
              number(bar.getValue())));
      y += LINE;
    }
    return svg.append("</svg>\n").toString();
  }
}
