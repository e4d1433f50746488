package dev.foliot.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts each expected event beside its actual one. */
final class EventPairs {
  private EventPairs() {}

  /** Returns the pairs as numbered lines below a headline; empty if all are the same. */
  static Optional<String> differences(String headline, List<EventPair> pairs) {
    if (pairs.stream().allMatch(EventPair::isSame)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(headline).append(":\n");
    for (int i = 0; i < pairs.size(); i++) {
      text.append("%3s. ".formatted(i + 1)).append(pairs.get(i).describe());
    }
    return Optional.of(text.toString());
  }

  /**
   * Pairs the events by position, except that a missing or additional event does not make all later
   * ones look wrong.
   */
  static List<EventPair> inOrder(List<ExpectedEvent> expected, List<Object> raised) {
    int most = Math.min(expected.size(), raised.size());
    int head = 0;
    while (head < most && expected.get(head).matches(raised.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head && last(expected, tail).matches(last(raised, tail))) {
      tail++;
    }
    List<EventPair> pairs = new ArrayList<>();
    for (int i = 0; i < Math.max(expected.size(), raised.size()) - tail; i++) {
      pairs.add(
          new EventPair(
              i < expected.size() - tail ? expected.get(i) : null,
              i < raised.size() - tail ? raised.get(i) : null));
    }
    for (int i = tail - 1; i >= 0; i--) {
      pairs.add(new EventPair(last(expected, i), last(raised, i)));
    }
    return pairs;
  }

  private static <T> T last(List<T> list, int index) {
    return list.get(list.size() - 1 - index);
  }

  /** As many expected events as possible get an equal event. The others are paired by class. */
  static List<EventPair> inAnyOrder(List<ExpectedEvent> expected, List<Object> raised) {
    Matching matching = new Matching(expected, raised);
    List<EventPair> pairs = new ArrayList<>();
    List<Object> left = new ArrayList<>();
    for (int i = 0; i < raised.size(); i++) {
      if (matching.takenBy[i] < 0) {
        left.add(raised.get(i));
      } else {
        pairs.add(new EventPair(expected.get(matching.takenBy[i]), raised.get(i)));
      }
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!matching.hasEvent(i)) {
        pairs.add(new EventPair(expected.get(i), takeSimilar(expected.get(i), left).orElse(null)));
      }
    }
    left.forEach(each -> pairs.add(new EventPair(null, each)));
    return pairs;
  }

  private static Optional<Object> takeSimilar(ExpectedEvent expected, List<Object> left) {
    Optional<Object> similar = left.stream().filter(expected::isOfSameClass).findFirst();
    similar.ifPresent(left::remove);
    return similar;
  }

  /**
   * Gives each expected event an actual event of its own. An expected event releases its event if
   * it finds another one (augmenting paths), so that the order of the expected events does not
   * matter.
   */
  private static final class Matching {
    private final List<ExpectedEvent> expected;
    private final List<Object> raised;
    private final int[] takenBy;

    Matching(List<ExpectedEvent> expected, List<Object> raised) {
      this.expected = expected;
      this.raised = raised;
      this.takenBy = new int[raised.size()];
      Arrays.fill(takenBy, -1);
      for (int i = 0; i < expected.size(); i++) {
        take(i, new boolean[raised.size()]);
      }
    }

    private boolean take(int who, boolean[] asked) {
      for (int i = 0; i < takenBy.length; i++) {
        if (!asked[i] && expected.get(who).matches(raised.get(i))) {
          asked[i] = true;
          if (takenBy[i] < 0 || take(takenBy[i], asked)) {
            takenBy[i] = who;
            return true;
          }
        }
      }
      return false;
    }

    boolean hasEvent(int who) {
      return Arrays.stream(takenBy).anyMatch(each -> each == who);
    }
  }
}
