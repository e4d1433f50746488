package dev.foliot.engine;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The nodes whose lease lasts. Nodes of a rolling deployment have different code.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LivingNodes {
  private final Storage storage;
  private final LeaseClock clock;

  public LivingNodes(Storage storage, LeaseClock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Whether no node has the code of a name. A node whose lease has ended counts for another day,
   * because it may only be paused.
   *
   * @param name of a subscription or a work, or declared by a work
   */
  public boolean noneHas(String name) {
    return storage
        .jdbc()
        .sql(
            "select 1 from %s where subscription = ? fetch first 1 rows only"
                .formatted(storage.table("foliot_node_subscription")))
        .param(name)
        .query(Integer.class)
        .optional()
        .isEmpty();
  }

  /**
   * The first living node that has the code of a name.
   *
   * @param name of a subscription or a work, or declared by a work
   */
  public Optional<String> with(String name) {
    return storage
        .jdbc()
        .sql(
            """
            select n.node from %s k join %s n on n.node = k.node
            where k.subscription = ? and n.lease_until > %s
            order by n.node fetch first 1 rows only"""
                .formatted(
                    storage.table("foliot_node_subscription"),
                    storage.table("foliot_node"),
                    clock.now()))
        .param(name)
        .query(String.class)
        .optional();
  }
}
