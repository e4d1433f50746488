package dev.foliot.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What one run of a simulation did, as a table without ids: the same run gives the same text. */
final class SimulationTrace {
  private static final int MOST_ROWS = 400;
  private static final int MOST_TEXT = 200;
  private static final List<String> HEAD = List.of("", "after ms", "who", "what");

  private final InstantSource clock;
  private final Instant start;
  private final Deque<List<String>> rows = new ArrayDeque<>();
  private int noted;

  SimulationTrace(InstantSource clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Something that somebody does. */
  void note(String who, String what) {
    noted++;
    rows.add(row(Integer.toString(noted), after(), who, what));
    if (rows.size() > MOST_ROWS) {
      rows.remove();
    }
  }

  /** What comes of what was noted last. */
  void detail(String what) {
    note("", "  " + what);
  }

  private static List<String> row(String number, String after, String who, String what) {
    String text = NormalText.of(what).replace('\n', ' ');
    String shown = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    return List.of(number, after, who, shown);
  }

  private String after() {
    return Long.toString(Duration.between(start, clock.instant()).toMillis());
  }

  @Override
  public String toString() {
    List<List<String>> all = new ArrayList<>();
    all.add(HEAD);
    all.addAll(rows);
    int[] widths = new int[HEAD.size()];
    for (List<String> row : all) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    if (noted > rows.size()) {
      text.append("(the first ").append(noted - rows.size()).append(" lines are left out)\n");
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths[column] - row.get(column).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
