package dev.foliot.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of several contenders that took turns: A B C, A B C, … What a noisy machine does to one
 * turn it mostly does to its neighbours too, so ratios are taken in each round, and their median
 * counts.
 */
public final class Comparison {
  private final String workload;
  private final String database;
  private final Figure figure;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, String> cached = new LinkedHashMap<>();
  private final Set<String> flat = new HashSet<>();
  private int warmUpRounds;

  private Comparison(String workload, String database, Figure figure) {
    this.workload = workload;
    this.database = database;
    this.figure = figure;
  }

  /** A comparison by a figure, of which nothing has been measured yet. */
  public static Comparison of(String workload, String database, Figure figure) {
    return new Comparison(workload, database, figure);
  }

  /**
   * Lets the contenders take turns.
   *
   * @param warmUp rounds that do not count, the same number for each contender
   * @param rounds rounds that do; an odd number has a median that was measured
   */
  public Comparison run(List<Contender> contenders, WarmUp warmUp, int rounds) {
    warmUp(contenders, warmUp);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : contenders) {
        samples.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(turnOf(contender));
      }
    }
    contenders.forEach(contender -> cached.put(contender.name(), contender.cached()));
    return this;
  }

  private void warmUp(List<Contender> contenders, WarmUp warmUp) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    while (warmUpRounds < warmUp.max() && flat.size() < contenders.size()) {
      for (Contender contender : contenders) {
        List<Double> soFar = figures.computeIfAbsent(contender.name(), n -> new ArrayList<>());
        soFar.add(figure.steady(turnOf(contender)));
        if (warmUp.isFlat(soFar)) {
          flat.add(contender.name());
        }
      }
      warmUpRounds++;
    }
  }

  /** No contender pays for the garbage of the previous one. */
  private static Sample turnOf(Contender contender) {
    contender.prepare();
    System.gc();
    return contender.turn();
  }

  public String workload() {
    return workload;
  }

  public String database() {
    return database;
  }

  /** What the contenders are compared by. */
  public Figure figure() {
    return figure;
  }

  /** How many rounds the warm-up took, and whether the contender became flat in them. */
  public String warmUp(String contender) {
    return warmUpRounds == 0 || flat.contains(contender)
        ? String.valueOf(warmUpRounds)
        : warmUpRounds + ", not flat";
  }

  /** What the contender did not have to load, because it was cached. */
  public String cached(String contender) {
    return cached.getOrDefault(contender, "");
  }

  /** The contenders, the first of which is the baseline. */
  public List<String> contenders() {
    return List.copyOf(samples.keySet());
  }

  /** The median of a value over the rounds. */
  public double median(String contender, ToDoubleFunction<Sample> value) {
    return median(samplesOf(contender).stream().mapToDouble(value).toArray());
  }

  /** The median over the rounds of how the figure compares to the baseline's of the same round. */
  public double medianRatio(String contender) {
    return median(ratios(contender));
  }

  /** The lowest of these ratios. */
  public double lowestRatio(String contender) {
    return Arrays.stream(ratios(contender)).min().orElseThrow();
  }

  /** The highest of these ratios: both together tell how noisy the run was. */
  public double highestRatio(String contender) {
    return Arrays.stream(ratios(contender)).max().orElseThrow();
  }

  private double[] ratios(String contender) {
    List<Sample> baseline = samplesOf(contenders().get(0));
    List<Sample> mine = samplesOf(contender);
    double[] ratios = new double[mine.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.of(mine.get(i)) / figure.of(baseline.get(i));
    }
    return ratios;
  }

  private List<Sample> samplesOf(String contender) {
    List<Sample> found = samples.get(contender);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s took no turn in %s: expected one of %s"
              .formatted(contender, workload, samples.keySet()));
    }
    return found;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
