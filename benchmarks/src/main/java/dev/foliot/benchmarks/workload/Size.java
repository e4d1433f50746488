package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.measure.WarmUp;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param name the name in the report
 * @param only what is measured if nobody says it: the beginnings of names
 * @param warmUp rounds that do not count
 * @param rounds how often each contender takes its turn after that
 * @param round how long a turn lasts, where a workload has no end of its own
 * @param accounts how many accounts a turn has
 * @param events how many events a projection catches up with
 * @param rebuilt how many events a projection is rebuilt from
 * @param processes how many instances a process manager has in a turn
 * @param logs the numbers of stored events between which nothing may become slower
 * @param subscriptions the numbers of subscriptions of an idle engine
 * @param nodes the numbers of engines on one database
 * @param tests how many tests of an application are run
 */
public record Size(
    String name,
    List<String> only,
    WarmUp warmUp,
    int rounds,
    Duration round,
    int accounts,
    int events,
    int rebuilt,
    int processes,
    List<Integer> logs,
    List<Integer> subscriptions,
    List<Integer> nodes,
    int tests) {
  /** Only shows that it runs. */
  public static final Size TINY =
      new Size(
          "tiny",
          List.of(""),
          WarmUp.NONE,
          1,
          Duration.ofMillis(50),
          16,
          200,
          400,
          20,
          List.of(400),
          List.of(3),
          List.of(1),
          3);

  /** For a look at everything, on one database or two. */
  public static final Size SHORT =
      new Size(
          "short",
          List.of("W", "T"),
          new WarmUp(3, 12),
          5,
          Duration.ofMillis(300),
          800,
          10_000,
          100_000,
          1_000,
          List.of(10_000, 100_000),
          List.of(1, 200),
          List.of(1, 2, 4),
          100);

  /** For figures that are to be quoted. */
  public static final Size LONG =
      new Size(
          "long",
          List.of(""),
          new WarmUp(2, 8),
          5,
          Duration.ofSeconds(5),
          3_000,
          100_000,
          1_000_000,
          10_000,
          List.of(10_000, 100_000, 1_000_000),
          List.of(1, 20, 200),
          List.of(1, 2, 3, 4),
          200);

  /** The same with another number of events that a projection is rebuilt from. */
  public Size rebuilding(int events) {
    return new Size(
        name,
        only,
        warmUp,
        rounds,
        round,
        accounts,
        this.events,
        events,
        processes,
        logs,
        subscriptions,
        nodes,
        tests);
  }
}
