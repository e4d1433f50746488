package dev.foliot.unitofwork;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Positions of the log as ascending runs that do not touch each other. There are at most {@value
 * #MAX_RUNS} runs: if there would be more, the nearest runs are joined, with the positions in
 * between. The runs cover at most {@value #MAX_POSITIONS} positions: lower positions are left out.
 *
 * @param runs the runs
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record PositionRuns(List<Run> runs) {
  /** No position. */
  public static final PositionRuns NONE = new PositionRuns(List.of());

  static final int MAX_RUNS = 32;
  static final long MAX_POSITIONS = 100_000;

  public PositionRuns {
    runs = List.copyOf(runs);
  }

  /**
   * All positions between two.
   *
   * @param first the lowest one
   * @param last the highest one
   */
  public record Run(long first, long last) {
    private long size() {
      return last - first + 1;
    }
  }

  /** The positions of these runs, in any order. */
  public static PositionRuns of(List<Run> runs) {
    List<Run> sorted = runs.stream().sorted(Comparator.comparingLong(Run::first)).toList();
    return new PositionRuns(lastOf(fewOf(joined(sorted))));
  }

  /** These positions and others. */
  public PositionRuns and(PositionRuns others) {
    List<Run> all = new ArrayList<>(runs);
    all.addAll(others.runs);
    return of(all);
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** The highest position; 0 if there is none. */
  public long last() {
    return isEmpty() ? 0 : runs.get(runs.size() - 1).last();
  }

  private static List<Run> joined(List<Run> sorted) {
    List<Run> joined = new ArrayList<>();
    for (Run run : sorted) {
      Run before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null && run.first() - 1 <= before.last()) {
        joined.set(joined.size() - 1, new Run(before.first(), Math.max(before.last(), run.last())));
      } else {
        joined.add(run);
      }
    }
    return joined;
  }

  private static List<Run> fewOf(List<Run> runs) {
    if (runs.size() <= MAX_RUNS) {
      return runs;
    }
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      gaps.add(runs.get(i).first() - runs.get(i - 1).last());
    }
    gaps.sort(Comparator.reverseOrder());
    long kept = gaps.get(MAX_RUNS - 1); // fewer than MAX_RUNS gaps are wider
    List<Run> few = new ArrayList<>();
    for (Run run : runs) {
      Run before = few.isEmpty() ? null : few.get(few.size() - 1);
      if (before != null && run.first() - before.last() <= kept) {
        few.set(few.size() - 1, new Run(before.first(), run.last()));
      } else {
        few.add(run);
      }
    }
    return few;
  }

  private static List<Run> lastOf(List<Run> runs) {
    List<Run> last = new ArrayList<>();
    long left = MAX_POSITIONS;
    for (int i = runs.size() - 1; i >= 0 && left > 0; i--) {
      Run run = runs.get(i);
      last.add(0, run.size() <= left ? run : new Run(run.last() - left + 1, run.last()));
      left -= run.size();
    }
    return last;
  }
}
