package dev.foliot.eventstore;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Says which stream was in the way of messages that could not be appended (R5). */
final class ExplainConflict {
  private final StreamReads streams;

  ExplainConflict(StreamReads streams) {
    this.streams = streams;
  }

  RuntimeException of(List<NewMessage> messages) {
    Set<StreamName> seen = new HashSet<>();
    List<NewMessage> firsts =
        messages.stream()
            .filter(message -> message.streamVersion() != null && seen.add(message.stream()))
            .toList();
    for (NewMessage first : firsts) {
      Optional<AggregateClosedException> closed = streams.closing(first.stream());
      if (closed.isPresent()) {
        return closed.get();
      }
      long actual = streams.end(first.stream()).lastEvent();
      if (actual > expectedBy(first)) {
        return ConcurrentAggregateChangeException.at(actual, first.stream(), expectedBy(first));
      }
    }
    NewMessage first = firsts.get(0);
    return ConcurrentAggregateChangeException.atUnknownVersion(
        first.stream(), expectedBy(first), null);
  }

  private static long expectedBy(NewMessage first) {
    return Objects.requireNonNull(first.streamVersion()) - 1;
  }
}
