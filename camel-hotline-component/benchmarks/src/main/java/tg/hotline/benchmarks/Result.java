package tg.hotline.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What a scenario came to.
 *
 * @param title what was run, in one line
 * @param columns the table's head
 * @param rows as many cells each as there are columns
 * @param goals in the order of the table
 * @param bars calls per second by side, for the chart; empty for none
 */
record Result(
    String title,
    List<String> columns,
    List<List<String>> rows,
    List<Goal> goals,
    Map<String, Double> bars) {}
