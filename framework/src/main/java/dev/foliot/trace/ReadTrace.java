package dev.foliot.trace;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StoredMetadata;
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
  private final Iterable<TracedRuns> runs;
  private final int most;

  /**
   * @param runs the runs of other modules
   */
  public ReadTrace(EventStore store, Iterable<TracedRuns> runs) {
    this(store, runs, MAX);
  }

  ReadTrace(EventStore store, Iterable<TracedRuns> runs, int most) {
    this.store = store;
    this.runs = runs;
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
    List<TracedRun> started = runsOf(message.metadata().correlationId());
    boolean complete = found.size() <= most && started.size() <= most;
    if (found.size() <= most) {
      return new Trace(message, found, started, complete);
    }
    List<RecordedMessage> first = new ArrayList<>(found.subList(0, most));
    if (first.get(most - 1).position() < message.position()) {
      first.set(most - 1, message);
    }
    return new Trace(message, first, started, false);
  }

  private List<TracedRun> runsOf(String correlationId) {
    List<TracedRun> all = new ArrayList<>();
    UUID key = StoredMetadata.correlationKey(correlationId);
    runs.forEach(each -> all.addAll(each.of(key, most + 1)));
    return all;
  }
}
