package dev.foliot.trace;

import dev.foliot.eventstore.EventStore;
import dev.foliot.message.Given;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * Reads traces from the log and its archive.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReadTrace {
  private static final int MAX = 10_000;

  private final EventStore store;
  private final int most;

  public ReadTrace(EventStore store) {
    this(store, MAX);
  }

  ReadTrace(EventStore store, int most) {
    this.store = store;
    this.most = most;
  }

  /**
   * The trace of a message.
   *
   * @throws MessageNotFoundException if it is not stored
   */
  public Trace of(UUID messageId) {
    Given.value(messageId, "domain.trace", "the id of a message, metadata.id()");
    RecordedMessage message =
        store.find(messageId).orElseThrow(() -> new MessageNotFoundException(messageId));
    List<RecordedMessage> found =
        store.readCorrelated(message.metadata().correlationId(), most + 1);
    if (found.size() <= most) {
      return new Trace(message, found, true);
    }
    List<RecordedMessage> first = new ArrayList<>(found.subList(0, most));
    if (first.get(most - 1).position() < message.position()) {
      first.set(most - 1, message);
    }
    return new Trace(message, first, false);
  }
}
