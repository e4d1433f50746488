package dev.foliot.eventstore;

import java.util.List;

/**
 * The positions that an append has given to its messages.
 *
 * @param first the lowest one
 * @param last the highest one
 * @param each the position of each message, in order; empty if there are many messages. Then
 *     messages of other transactions may lie between the first and the last
 */
public record AppendedPositions(long first, long last, List<Long> each) {
  public AppendedPositions {
    each = List.copyOf(each);
  }

  static AppendedPositions of(List<Long> each) {
    return new AppendedPositions(each.get(0), each.get(each.size() - 1), each);
  }

  static AppendedPositions between(long first, long last) {
    return new AppendedPositions(first, last, List.of());
  }
}
