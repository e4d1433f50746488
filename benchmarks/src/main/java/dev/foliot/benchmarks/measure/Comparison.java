package dev.foliot.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of several contenders that took turns: A B C, A B C, … What a noisy machine does to one
 * round it mostly does to its neighbours too, so ratios are taken in each round, and their median
 * counts.
 */
public final class Comparison {
  private final String workload;
  private final String database;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

  private Comparison(String workload, String database) {
    this.workload = workload;
    this.database = database;
  }

  /**
   * Lets the contenders take turns.
   *
   * @param warmUps rounds that do not count
   * @param rounds rounds that do; an odd number has a median that was measured
   */
  public static Comparison of(
      String workload, String database, List<Contender> contenders, int warmUps, int rounds) {
    Comparison comparison = new Comparison(workload, database);
    for (int round = -warmUps; round < rounds; round++) {
      for (Contender contender : contenders) {
        Sample sample = contender.round();
        if (round >= 0) {
          comparison.samples.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(sample);
        }
      }
    }
    return comparison;
  }

  public String workload() {
    return workload;
  }

  public String database() {
    return database;
  }

  /** The contenders, the first of which is the baseline. */
  public List<String> contenders() {
    return List.copyOf(samples.keySet());
  }

  /** The median of a figure over the rounds. */
  public double median(String contender, ToDoubleFunction<Sample> figure) {
    return median(samplesOf(contender).stream().mapToDouble(figure).toArray());
  }

  /** The median over the rounds of how a figure compares to the baseline's of the same round. */
  public double medianRatio(String contender, ToDoubleFunction<Sample> figure) {
    return median(ratios(contender, figure));
  }

  /** The lowest and the highest of these ratios: how noisy the run was. */
  public double[] rangeOfRatios(String contender, ToDoubleFunction<Sample> figure) {
    double[] ratios = ratios(contender, figure);
    Arrays.sort(ratios);
    return new double[] {ratios[0], ratios[ratios.length - 1]};
  }

  private double[] ratios(String contender, ToDoubleFunction<Sample> figure) {
    List<Sample> baseline = samplesOf(contenders().get(0));
    List<Sample> mine = samplesOf(contender);
    double[] ratios = new double[mine.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(mine.get(i)) / figure.applyAsDouble(baseline.get(i));
    }
    return ratios;
  }

  private List<Sample> samplesOf(String contender) {
    List<Sample> found = samples.get(contender);
    if (found == null) {
      throw new IllegalArgumentException("No contender " + contender + " in " + samples.keySet());
    }
    return found;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
