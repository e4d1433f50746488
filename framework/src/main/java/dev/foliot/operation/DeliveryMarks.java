package dev.foliot.operation;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineParts;
import dev.foliot.engine.Storage;
import dev.foliot.handler.HandlerRegistry;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Marks the progress of subscriptions on all nodes, for readers that are not notified of the
 * deliveries of other nodes. It takes one small statement.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DeliveryMarks {
  private final Storage storage;
  private final HandlerRegistry handlers;
  private final boolean synchronous;

  public DeliveryMarks(EngineNode node) {
    EngineParts parts = node.parts();
    this.storage = parts.storage();
    this.handlers = parts.deliveries().handlers();
    this.synchronous = parts.deliveries().synchronous();
  }

  /**
   * A value that changes when something is delivered to the subscriptions. In synchronous mode, and
   * for an inline projector, a delivery does not change a checkpoint. So the value then contains
   * the end of the log. The tokens change with the rows when a rebuild is switched or rolled back.
   */
  public List<Long> of(Set<String> subscriptions) {
    long end = synchronous || hasInline(subscriptions) ? storage.log().head() : 0;
    return subscriptions.isEmpty() ? List.of(end) : List.of(end, handled(subscriptions));
  }

  private boolean hasInline(Set<String> names) {
    return handlers.inline().stream().anyMatch(each -> names.contains(each.name()));
  }

  private long handled(Set<String> subscriptions) {
    return storage
        .jdbc()
        .sql(
            "select coalesce(sum(handled + token), 0) from %s where subscription in (:names)"
                .formatted(storage.table("foliot_checkpoint")))
        .param("names", subscriptions)
        .query(Long.class)
        .single();
  }
}
