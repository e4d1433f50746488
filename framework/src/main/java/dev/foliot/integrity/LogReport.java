package dev.foliot.integrity;

import dev.foliot.integrity.LogProblem.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The problems that a check of the log has found. {@link #toString()} lists them with their
 * remedies.
 *
 * @param messages the number of read messages, including the archive
 * @param problems the problems; at most 1,000 of each kind
 * @param counts the number of problems of each kind
 */
public record LogReport(long messages, List<LogProblem> problems, Map<Kind, Long> counts) {
  public LogReport {
    problems = List.copyOf(problems);
    counts = Map.copyOf(counts);
  }

  /** Whether the check has found no problem. */
  public boolean isSound() {
    return problems.isEmpty();
  }

  @Override
  public String toString() {
    String read = "%s messages were read; ".formatted(messages);
    if (isSound()) {
      return read + "the log is sound.";
    }
    return read
        + "the log has problems:\n"
        + Arrays.stream(Kind.values())
            .filter(counts::containsKey)
            .map(this::paragraph)
            .collect(Collectors.joining());
  }

  private String paragraph(Kind kind) {
    List<LogProblem> found = problems.stream().filter(each -> each.kind() == kind).toList();
    long more = counts.getOrDefault(kind, 0L) - found.size();
    return "%s. %s\n".formatted(kind, kind.advice())
        + found.stream().map(each -> "  - " + each.text() + "\n").collect(Collectors.joining())
        + (more > 0 ? "  - and %s more\n".formatted(more) : "");
  }
}
