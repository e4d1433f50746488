package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages up to a number and a size; the last one may exceed the size, so that one always fits.
 */
final class BoundedMessages {
  private final int mostMessages;
  private final long mostCharacters;
  private final List<RecordedMessage> messages = new ArrayList<>();
  private long characters;

  BoundedMessages(int mostMessages, long mostCharacters) {
    this.mostMessages = mostMessages;
    this.mostCharacters = mostCharacters;
  }

  void add(RecordedMessage message) {
    messages.add(message);
    characters += message.json().length();
  }

  boolean isFull() {
    return messages.size() >= mostMessages || characters >= mostCharacters;
  }

  /** In the order in which they were added. */
  List<RecordedMessage> messages() {
    return messages;
  }
}
