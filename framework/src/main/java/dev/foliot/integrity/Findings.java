package dev.foliot.integrity;

import dev.foliot.integrity.LogProblem.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects problems, and keeps the first ones of each kind. */
final class Findings {
  private static final long MAX = 1_000;

  private final List<LogProblem> problems = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, String text) {
    if (counts.merge(kind, 1L, Long::sum) <= MAX) {
      problems.add(new LogProblem(kind, text));
    }
  }

  LogReport report(long messages) {
    return new LogReport(messages, problems, counts);
  }
}
