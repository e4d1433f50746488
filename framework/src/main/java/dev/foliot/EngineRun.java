package dev.foliot;

import dev.foliot.commandline.Table;
import dev.foliot.engine.Cycle;
import dev.foliot.engine.Leftover;
import dev.foliot.engine.Step;
import dev.foliot.failure.ErrorText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report of one run of the engine in test mode: its cycles and its leftovers (R35). Its text is
 * a table without ids, so that two runs over the same log give the same text.
 *
 * @param cycles in order
 * @param leftovers the messages that wait for a retry or are parked
 * @param subscriptions the names of all subscriptions, in their turn
 * @param paused the names of those that were paused when the run began: nothing was delivered to
 *     them
 */
public record EngineRun(
    List<Cycle> cycles, List<Leftover> leftovers, List<String> subscriptions, List<String> paused) {
  private static final List<String> HEAD =
      List.of("cycle", "subscription", "lane", "message", "stream", "attempt", "outcome", "raised");

  public EngineRun {
    cycles = List.copyOf(cycles);
    leftovers = List.copyOf(leftovers);
    subscriptions = List.copyOf(subscriptions);
    paused = List.copyOf(paused);
  }

  /** All deliveries of all cycles, in order. */
  public List<Step> steps() {
    return cycles.stream().flatMap(cycle -> cycle.steps().stream()).toList();
  }

  /** Whether nothing is left: nothing waits, nothing is parked, and no subscription is paused. */
  public boolean isQuiescent() {
    return leftovers.isEmpty() && paused.isEmpty();
  }

  @Override
  public String toString() {
    List<List<String>> rows = new ArrayList<>();
    for (Cycle cycle : cycles) {
      if (cycle.steps().isEmpty()) {
        rows.add(List.of(number(cycle), "(nothing)", "", "", "", "", "", ""));
      }
      cycle.steps().forEach(step -> rows.add(row(cycle, step)));
    }
    StringBuilder text = new StringBuilder(Table.of(HEAD, rows));
    text.append(isQuiescent() ? "nothing is left\n" : "left:\n");
    paused.forEach(each -> text.append("  paused: ").append(each).append(", so it got nothing\n"));
    leftovers.forEach(left -> text.append("  ").append(describe(left)).append('\n'));
    return text.toString();
  }

  private String number(Cycle cycle) {
    Duration since = Duration.between(cycles.get(0).at(), cycle.at());
    return "%s (+%s ms)".formatted(cycle.number(), since.toMillis());
  }

  private List<String> row(Cycle cycle, Step step) {
    String error = step.error() == null ? "" : " " + ErrorText.of(step.error());
    return List.of(
        number(cycle),
        step.subscription(),
        step.lane().name().toLowerCase(Locale.ROOT),
        step.messageType(),
        step.category() + "-" + step.streamId() + "@" + step.streamVersion(),
        Integer.toString(step.attempt()),
        step.outcome().name().toLowerCase(Locale.ROOT) + error,
        String.join(", ", step.raised()));
  }

  private String describe(Leftover left) {
    String when =
        left.dueAt() == null
            ? ""
            : ", due at +%s ms"
                .formatted(Duration.between(cycles.get(0).at(), left.dueAt()).toMillis());
    return "%s in %s: key %s, %s after %s attempts%s%s"
        .formatted(
            left.what().name().toLowerCase(Locale.ROOT),
            left.where(),
            left.key(),
            left.messageType(),
            left.attempts(),
            when,
            left.error() == null ? "" : ": " + left.error());
  }
}
