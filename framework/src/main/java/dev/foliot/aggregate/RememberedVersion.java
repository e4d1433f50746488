package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.unitofwork.Assumption;

/** The assumption that no other node has changed an aggregate since this node remembered it. */
record RememberedVersion(StreamName stream, long version, EventStore store, AggregateCache cache)
    implements Assumption {
  @Override
  public void verify() {
    store.expectVersion(stream, version);
  }

  @Override
  public void refuted() {
    cache.forget(stream);
  }
}
