package dev.foliot.operation;

import dev.foliot.engine.LayoutStore;
import dev.foliot.engine.SegmentLayout;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.message.RecordedMessage;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Finds messages after a checkpoint that a segment will skip, because they are done already. */
final class DoneMessages {
  private final Storage storage;

  DoneMessages(Storage storage) {
    this.storage = storage;
  }

  /**
   * Selects backfill messages that were handled ahead of their lane, and messages that a former
   * segment of the subscription has handled.
   */
  Predicate<RecordedMessage> of(Subscription subscription) {
    Set<Long> ahead = ahead(subscription.name());
    SegmentLayout layout =
        new LayoutStore(storage.jdbc(), storage.schema()).layout(subscription.name());
    return message ->
        ahead.contains(message.position())
            || layout.wasPassed(subscription.reportedKeyOf(message), message);
  }

  private Set<Long> ahead(String subscription) {
    return new HashSet<>(
        storage
            .jdbc()
            .sql(
                "select position from %s where subscription = ?"
                    .formatted(storage.table("foliot_ahead")))
            .param(subscription)
            .query(Long.class)
            .list());
  }
}
