package dev.foliot.test;

import dev.foliot.commandline.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The steps of one run of a simulation, as a table without ids: the same run gives the same text.
 */
final class SimulationTrace {
  private static final int MAX_ROWS = 400;
  private static final int MAX_TEXT = 200;
  private static final List<String> HEAD = List.of("", "after ms", "who", "what");

  private final InstantSource clock;
  private final Instant start;
  private final Deque<List<String>> rows = new ArrayDeque<>();
  private int noted;

  SimulationTrace(InstantSource clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Adds a step. */
  void note(String who, String what) {
    noted++;
    rows.add(row(Integer.toString(noted), after(), who, what));
    if (rows.size() > MAX_ROWS) {
      rows.remove();
    }
  }

  /** Adds the outcome of the last step. */
  void detail(String what) {
    note("", "  " + what);
  }

  private static List<String> row(String number, String after, String who, String what) {
    String text = NormalText.of(what);
    String shown = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    return List.of(number, after, who, shown);
  }

  private String after() {
    return Long.toString(Duration.between(start, clock.instant()).toMillis());
  }

  @Override
  public String toString() {
    String left =
        noted > rows.size()
            ? "(the first %s lines are left out)\n".formatted(noted - rows.size())
            : "";
    return left + Table.of(HEAD, rows);
  }
}
