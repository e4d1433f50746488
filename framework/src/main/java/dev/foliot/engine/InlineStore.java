package dev.foliot.engine;

import dev.foliot.message.MessageKind;
import java.util.Optional;
import java.util.Set;

/** The table of the projectors that are inline. */
final class InlineStore {
  private final Storage storage;

  InlineStore(Storage storage) {
    this.storage = storage;
  }

  boolean isRegistered(String projector) {
    return storage
        .jdbc()
        .sql("select since from %s where projector = ?".formatted(storage.table("foliot_inline")))
        .param(projector)
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /**
   * Notes that a projector is inline.
   *
   * @param since the end of the log
   * @throws org.springframework.dao.DuplicateKeyException if another node has just done so
   */
  void register(String projector, long since) {
    storage
        .jdbc()
        .sql(
            "insert into %s (projector, since) values (?, ?)"
                .formatted(storage.table("foliot_inline")))
        .params(projector, since)
        .update();
  }

  /** Forgets that a projector was inline; false if it was not. */
  boolean remove(String projector) {
    return storage
            .jdbc()
            .sql("delete from %s where projector = ?".formatted(storage.table("foliot_inline")))
            .param(projector)
            .update()
        > 0;
  }

  /** The position of the first stored event of some types, in any lane. */
  Optional<Long> firstOf(Set<String> types) {
    return types.isEmpty()
        ? Optional.empty()
        : storage
            .jdbc()
            .sql(
                """
                select position from %s where kind = :kind and type in (:types)
                order by position fetch first 1 rows only"""
                    .formatted(storage.table("foliot_message")))
            .param("kind", MessageKind.EVENT.code())
            .param("types", types)
            .query(Long.class)
            .optional();
  }

  /**
   * The first stored event of some types that a checkpoint has not passed. After a stop of all
   * nodes the checkpoints show all that is done.
   *
   * @param since events above it that were delivered synchronously are done
   */
  Optional<Long> firstPending(String subscription, Set<String> types, long since) {
    return types.isEmpty()
        ? Optional.empty()
        : storage
            .jdbc()
            .sql(
                """
                select m.position from %s m join %s c on c.lane = m.lane
                where c.subscription = :subscription and m.kind = :kind and m.type in (:types)
                  and m.position > c.position
                  and not (m.delivered_synchronously and m.position > :since)
                order by m.position fetch first 1 rows only"""
                    .formatted(storage.table("foliot_message"), storage.table("foliot_checkpoint")))
            .param("subscription", subscription)
            .param("kind", MessageKind.EVENT.code())
            .param("types", types)
            .param("since", since)
            .query(Long.class)
            .optional();
  }

  /** A living node that delivers to a subscription. */
  Optional<String> nodeThatDelivers(String subscription) {
    return storage
        .jdbc()
        .sql(
            """
            select n.node from %s n join %s s on s.node = n.node
            where s.subscription = ? and n.lease_until > current_timestamp
            order by n.node fetch first 1 rows only"""
                .formatted(storage.table("foliot_node"), storage.table("foliot_node_subscription")))
        .param(subscription)
        .query(String.class)
        .optional();
  }
}
