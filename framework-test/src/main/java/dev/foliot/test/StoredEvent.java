package dev.foliot.test;

import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import java.util.List;

/** Reads an event that an earlier version of the application stored. */
final class StoredEvent {
  private StoredEvent() {}

  /** The events of the current classes that it is read as; an upcaster may split or drop it. */
  static List<Object> read(Class<?> aggregate, String name, int version, String json) {
    FoliotEvolution.Problems problems = new FoliotEvolution.Problems();
    KnownMessages known =
        KnownMessages.in(List.of(aggregate.getPackageName()), List.of(), problems);
    problems.throwIfAny();
    try {
      return known.stored(MessageKind.EVENT, name, version, name, json).parts().stream()
          .map(RecordedMessage::payload)
          .toList();
    } catch (UnknownMessageTypeException | UnreadableMessageException e) {
      throw new AssertionError(
          "%s version %s cannot be read: %s Messages and upcasters are those in %s and below."
              .formatted(name, version, e.getMessage(), aggregate.getPackageName()),
          e);
    }
  }
}
