package dev.foliot.aggregate;

import org.hibernate.Hibernate;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;

/**
 * Moves the raised events of a detached aggregate to its managed copy after a merge, also by
 * cascade. Hibernate copies only mapped fields.
 */
final class MovePendingEvents implements MergeEventListener {
  private final BeforeMerge merges;

  MovePendingEvents(BeforeMerge merges) {
    this.merges = merges;
  }

  @Override
  public void onMerge(MergeEvent event) {
    move(event);
    merges.ended(event);
  }

  @Override
  public void onMerge(MergeEvent event, MergeContext copiedAlready) {
    move(event);
  }

  private static void move(MergeEvent event) {
    StateStoredAggregate from = BeforeMerge.original(event);
    if (from != null
        && Hibernate.unproxy(event.getResult()) instanceof StateStoredAggregate to
        && from != to) {
      to.pending().moveFrom(from.pending());
    }
  }
}
