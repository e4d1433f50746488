package dev.foliot.benchmarks.measure;

import java.util.List;

/**
 * Rounds that do not count. They end when the figures of every contender have become flat: when the
 * means of its two windows, one after the other, differed by less than 5 %.
 *
 * @param window the rounds of one window
 * @param max the maximum number of rounds, for a machine that never gets steady
 */
public record WarmUp(int window, int max) {
  /** For work that does not become faster. */
  public static final WarmUp NONE = new WarmUp(1, 0);

  private static final double FLAT = 0.05;

  /** Whether the figures of one contender, a figure a round, have become flat. */
  boolean isFlat(List<Double> figures) {
    int rounds = figures.size();
    if (rounds < 2 * window) {
      return false;
    }
    double last = mean(figures.subList(rounds - window, rounds));
    double before = mean(figures.subList(rounds - 2 * window, rounds - window));
    return Math.abs(last / before - 1) < FLAT;
  }

  private static double mean(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
