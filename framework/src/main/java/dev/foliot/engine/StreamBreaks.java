package dev.foliot.engine;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The gaps and repeats in the versions of streams, found among the events that the tail reads: only
 * the tail reads the events of all types. Only recent streams are compared, each from the first
 * event that the tail has read. This class does not read the log, so its caller must look up
 * whether a break is real. One thread adds breaks, any thread may read them.
 */
final class StreamBreaks {
  private static final int STREAMS = 16_384;
  private static final int MAX_BREAKS = 1_000;

  private LastVersions last = new LastVersions(STREAMS);
  private volatile List<StreamBreak> breaks = List.of();

  /** Adds messages that the tail has read. */
  void add(List<RecordedMessage> read) {
    for (RecordedMessage message : read) {
      if (message.kind() == MessageKind.EVENT && message.streamVersion() > 0) {
        add(message);
      }
    }
  }

  private void add(RecordedMessage event) {
    SeenVersion before = last.put(event, "");
    if (before != null && event.streamVersion() != before.version() + 1) {
      StreamName stream = new StreamName(event.category(), event.streamId());
      SeenVersion at = new SeenVersion(before.stream(), event.streamVersion(), event.position());
      note(new StreamBreak(stream, before, at));
      if (at.version() <= before.version()) {
        last.rollBack(); // all that comes until the stream has caught up with itself is late
      }
    }
    last.commit();
  }

  private synchronized void note(StreamBreak found) {
    List<StreamBreak> all = new ArrayList<>(breaks);
    all.add(found);
    breaks = List.copyOf(all.subList(Math.max(0, all.size() - MAX_BREAKS), all.size()));
  }

  /** Forgets the last versions, because the tail has skipped a part of the log. */
  void forget() {
    last = new LastVersions(STREAMS);
  }

  /** The breaks of the message's stream, in the order in which they were seen. */
  List<StreamBreak> of(RecordedMessage message) {
    List<StreamBreak> all = breaks;
    return all.isEmpty() ? all : all.stream().filter(each -> each.isOf(message)).toList();
  }

  /** Removes a break that is not real, or was repaired. */
  synchronized void remove(StreamBreak none) {
    breaks = breaks.stream().filter(each -> !each.equals(none)).toList();
  }
}
