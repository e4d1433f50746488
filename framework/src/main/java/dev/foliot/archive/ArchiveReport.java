package dev.foliot.archive;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one run of the archive.
 *
 * @param streams the number of streams with moved events
 * @param events the number of moved events
 * @param waiting for each subscription that still needs events, the number of streams that stay in
 *     the log because of it
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
