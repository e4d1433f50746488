package dev.foliot.archive;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one run of the archive.
 *
 * @param streams how many streams were moved, in whole or their rest
 * @param events how many events were moved
 * @param waiting how many streams stay in the log for now, by the subscription that still needs
 *     events of them
 */
public record ArchiveReport(int streams, long events, Map<String, Integer> waiting) {
  public ArchiveReport {
    waiting = Map.copyOf(waiting);
  }

  @Override
  public String toString() {
    String moved = "%s events of %s closed streams were archived".formatted(events, streams);
    String left =
        waiting.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> "; %s streams wait for %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining());
    return moved + left;
  }
}
