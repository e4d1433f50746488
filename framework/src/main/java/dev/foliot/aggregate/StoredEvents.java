package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The events of one stream, read page by page, from the first again at each iteration. */
record StoredEvents(EventStore store, StreamName stream) implements Iterable<Object> {
  private static final int PAGE = 1_000;

  @Override
  public Iterator<Object> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<Object> {
    private List<RecordedMessage> page = store.readStream(stream, 1, PAGE);
    private int next;

    @Override
    public boolean hasNext() {
      if (next == page.size() && page.size() == PAGE) {
        page = store.readStream(stream, page.get(PAGE - 1).streamVersion() + 1, PAGE);
        next = 0;
      }
      return next < page.size();
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(next++).payload();
    }
  }
}
