package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import dev.foliot.work.WorkLostException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The owners of the segments. Each change of owner raises the fencing token, in the segment and in
 * its checkpoints, so that the former owner cannot commit.
 */
final class ClaimStore {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final String endIfIdle;

  /**
   * @param endIfIdle see {@link Storage#endIfIdle}
   */
  ClaimStore(Storage storage, String endIfIdle) {
    this.jdbc = storage.jdbc();
    this.schema = storage.schema();
    this.endIfIdle = endIfIdle;
  }

  /** Stores a work, unless it is stored already. */
  void addWork(String work) {
    try {
      jdbc.sql(
              """
              insert into %1$s (subscription, segment, token)
              select ?, 0, 0 where not exists (select 1 from %1$s where subscription = ?)"""
                  .formatted(schema.table("foliot_segment")))
          .params(work, work)
          .update();
    } catch (DuplicateKeyException addedMeanwhile) {
      // another node has stored it
    }
  }

  /**
   * Takes a segment if its token has not changed and no transaction locks it. It does not wait for
   * a commit that is under way or hangs.
   *
   * @return the current registration of the subscription; empty if the segment was not taken
   */
  Optional<Registration> claim(SegmentId id, long seenToken, String node) {
    if (!lock(id, seenToken) || lockCheckpoints(id) < Lane.values().length) {
      return Optional.empty();
    }
    Optional<Registration> registration = registration(id.subscription());
    registration.ifPresent(known -> own(id, node, seenToken + 1));
    return registration;
  }

  /** Takes a work, which has no checkpoints, in the same way. */
  boolean claimWork(SegmentId id, long seenToken, String node) {
    boolean free = lock(id, seenToken);
    if (free) {
      own(id, node, seenToken + 1);
    }
    return free;
  }

  /**
   * Prevents other nodes from taking a work until the transaction ends.
   *
   * @throws WorkLostException if another node owns it
   */
  void lockWork(SegmentId id, long token) {
    boolean owned =
        jdbc.sql(
                """
                select token from %s where subscription = ? and segment = ? and token = ? and %s
                for update"""
                    .formatted(schema.table("foliot_segment"), endIfIdle))
            .params(id.subscription(), id.number(), token)
            .query(Long.class)
            .optional()
            .isPresent();
    if (!owned) {
      throw new WorkLostException(id.subscription());
    }
  }

  /**
   * The remaining time of the owner's lease.
   *
   * @throws WorkLostException if another node owns it
   */
  Duration leaseOf(SegmentId id, long token, LeaseClock clock) {
    return jdbc.sql(
            """
            select %s as present, n.lease_until
            from %s s join %s n on n.node = s.owner
            where s.subscription = ? and s.segment = ? and s.token = ?"""
                .formatted(
                    clock.now(), schema.table("foliot_segment"), schema.table("foliot_node")))
        .params(id.subscription(), id.number(), token)
        .query(
            (row, n) ->
                Duration.between(
                    row.getObject("present", OffsetDateTime.class),
                    row.getObject("lease_until", OffsetDateTime.class)))
        .optional()
        .orElseThrow(() -> new WorkLostException(id.subscription()));
  }

  /**
   * Releases a segment, unless another owner has taken it, or a commit is under way or hangs. A
   * running batch cannot commit after the release.
   */
  void release(SegmentId id, long token) {
    if (lock(id, token) && lockCheckpoints(id) == Lane.values().length) {
      own(id, null, token + 1);
    }
  }

  /** Releases a work. */
  void releaseWork(SegmentId id, long token) {
    if (lock(id, token)) {
      own(id, null, token + 1);
    }
  }

  private boolean lock(SegmentId id, long token) {
    return jdbc.sql(
            """
            select token from %s where subscription = ? and segment = ? and token = ? and %s
            for update skip locked"""
                .formatted(schema.table("foliot_segment"), endIfIdle))
        .params(id.subscription(), id.number(), token)
        .query(Long.class)
        .optional()
        .isPresent();
  }

  private int lockCheckpoints(SegmentId id) {
    return jdbc.sql(
            """
            select lane from %s where subscription = ? and segment = ?
            order by lane for update skip locked"""
                .formatted(schema.table("foliot_checkpoint")))
        .params(id.subscription(), id.number())
        .query(Integer.class)
        .list()
        .size();
  }

  private Optional<Registration> registration(String subscription) {
    return jdbc.sql(
            "select since, segments from %s where name = ?"
                .formatted(schema.table("foliot_subscription")))
        .param(subscription)
        .query((row, n) -> new Registration(row.getLong(1), row.getInt(2)))
        .optional();
  }

  private void own(SegmentId id, @Nullable String owner, long token) {
    jdbc.sql(
            "update %s set owner = ?, token = ? where subscription = ? and segment = ?"
                .formatted(schema.table("foliot_segment")))
        .param(owner)
        .param(token)
        .param(id.subscription())
        .param(id.number())
        .update();
    jdbc.sql(
            "update %s set token = ? where subscription = ? and segment = ?"
                .formatted(schema.table("foliot_checkpoint")))
        .params(token, id.subscription(), id.number())
        .update();
  }
}
