package dev.foliot.engine;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Where streams break, as the tail sees it: it alone reads every event, wanted or not. It knows a
 * stream from the first event on that it has seen of it, and only the streams that it has seen
 * lately. It reads nothing more, so a break may turn out to be none. One thread adds, any may ask.
 */
final class StreamBreaks {
  private static final int STREAMS = 16_384;
  private static final int MAX_BREAKS = 1_000;

  private LastVersions last = new LastVersions(STREAMS);
  private volatile List<StreamBreak> breaks = List.of();

  /** The tail has read this. */
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

  /** The tail has passed a part of the log unread. */
  void forget() {
    last = new LastVersions(STREAMS);
  }

  /** The breaks of the message's stream, in the order in which they were seen. */
  List<StreamBreak> of(RecordedMessage message) {
    List<StreamBreak> all = breaks;
    return all.isEmpty() ? all : all.stream().filter(each -> each.isOf(message)).toList();
  }

  /** It was none, or was repaired. */
  synchronized void remove(StreamBreak none) {
    breaks = breaks.stream().filter(each -> !each.equals(none)).toList();
  }
}
