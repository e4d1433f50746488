package dev.foliot.sample.fraud;

import java.util.List;
import java.util.stream.Collectors;

/** The result of all rules together. */
sealed interface Assessment {
  int UNSURE = 40;
  int FRAUD = 80;

  /** The points are few, or many. */
  record Sure(String orderId, boolean genuine, String reason) implements Assessment {}

  /** A person has to look at the order. */
  record Unsure(String orderId, String reason) implements Assessment {}

  static Assessment of(List<Score> scores) {
    String orderId = scores.get(0).orderId();
    int points = scores.stream().mapToInt(Score::points).sum();
    if (points < UNSURE) {
      return new Sure(orderId, true, "no doubts");
    }
    return points < FRAUD
        ? new Unsure(orderId, reason(scores))
        : new Sure(orderId, false, reason(scores));
  }

  /** In the same order, whichever rule is the fastest. */
  private static String reason(List<Score> scores) {
    return scores.stream()
        .filter(score -> score.points() > 0)
        .map(Score::reason)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
