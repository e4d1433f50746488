package dev.foliot.eventstore;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;

/** Finds the stream that prevented an append (R5). */
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

  /** Whether the unique constraint of stream versions was violated, and not that of ids. */
  static boolean isAboutVersion(DuplicateKeyException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("foliot_message_version");
  }

  /** The exception if the transaction cannot be used any more: the database names the row. */
  static RuntimeException of(List<NewMessage> messages, DuplicateKeyException e) {
    String text = String.valueOf(e.getMessage());
    List<NewMessage> versioned =
        messages.stream().filter(message -> message.streamVersion() != null).toList();
    NewMessage taken =
        versioned.stream()
            .filter(message -> text.contains(key(message)))
            .findFirst()
            .orElse(versioned.get(0));
    return ConcurrentAggregateChangeException.atUnknownVersion(
        taken.stream(), expectedBy(taken), e);
  }

  private static String key(NewMessage message) {
    return "=(%s, %s, %s)"
        .formatted(message.stream().category(), message.stream().id(), message.streamVersion());
  }

  private static long expectedBy(NewMessage first) {
    return Objects.requireNonNull(first.streamVersion()) - 1;
  }
}
