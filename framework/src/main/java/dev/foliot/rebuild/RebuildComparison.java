package dev.foliot.rebuild;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The differences between a projection and its rebuild.
 *
 * @param projection the class name of the projection
 * @param batchSize the maximum number of messages in a transaction of the rebuild
 * @param segments the number of segments of the rebuild
 * @param differences the first differences; empty if there are none
 */
public record RebuildComparison(
    String projection, int batchSize, int segments, List<RowDifference> differences) {
  public RebuildComparison {
    differences = List.copyOf(differences);
  }

  /** Whether there is no difference. */
  public boolean isEqual() {
    return differences.isEmpty();
  }

  /** The differences, one a line, and typical causes. */
  @Override
  public String toString() {
    if (isEqual()) {
      return "Projection %s equals its rebuild.".formatted(projection);
    }
    String lines = differences.stream().map(each -> "\n - " + each).collect(Collectors.joining());
    return """
        Projection %s differs from its rebuild in batches of %s messages and %s segments:%s
        Typical causes: the projector reads a clock or draws ids or random numbers; it depends on the size of a batch, or on the order of events that have different sequencing keys; it reads another projection, or other state that has changed since. Take all values from the event. Columns that differ by nature, such as generated ids, can be ignored."""
        .formatted(projection, batchSize, segments, lines);
  }
}
