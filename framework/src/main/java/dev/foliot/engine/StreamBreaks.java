package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where streams break, as the tail sees it: it alone reads every event, wanted or not. It knows of
 * a stream from the first event on that it has seen of it, and only of the streams that it has seen
 * lately; it asks nobody, so that a break may turn out to be none. Safe for use by several threads.
 */
final class StreamBreaks {
  private static final int MOST_STREAMS = 20_000;
  private static final int MOST_BROKEN = 1_000;
  private static final int MOST_OF_STREAM = 100;

  private final Map<StreamName, Seen> last = new RecentMap<>(MOST_STREAMS);
  private final Map<StreamName, List<StreamBreak>> broken = new RecentMap<>(MOST_BROKEN);

  /** The tail has read this. */
  synchronized void add(List<RecordedMessage> read) {
    for (RecordedMessage message : read) {
      if (message.kind() == MessageKind.EVENT && message.streamVersion() > 0) {
        add(Seen.of(message));
      }
    }
  }

  private void add(Seen event) {
    Seen before = last.get(event.stream());
    if (before != null && event.version() != before.version() + 1) {
      List<StreamBreak> breaks =
          broken.computeIfAbsent(event.stream(), stream -> new ArrayList<>(1));
      if (breaks.size() < MOST_OF_STREAM) {
        breaks.add(new StreamBreak(before, event));
      }
    }
    if (before == null || event.version() > before.version()) {
      last.put(event.stream(), event);
    }
  }

  /** The tail has passed a part of the log unread. */
  synchronized void forget() {
    last.clear();
  }

  /** The breaks of a stream, in the order in which they were seen. */
  synchronized List<StreamBreak> of(StreamName stream) {
    return broken.isEmpty() ? List.of() : List.copyOf(broken.getOrDefault(stream, List.of()));
  }

  /** It was none, or was repaired. */
  synchronized void remove(StreamBreak none) {
    List<StreamBreak> breaks = broken.get(none.at().stream());
    if (breaks != null && breaks.remove(none) && breaks.isEmpty()) {
      broken.remove(none.at().stream());
    }
  }
}
