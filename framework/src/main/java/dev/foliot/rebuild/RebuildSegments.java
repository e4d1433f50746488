package dev.foliot.rebuild;

import dev.foliot.engine.Storage;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The table of the segments of rebuilds, with their positions. */
final class RebuildSegments {
  private final Storage storage;

  RebuildSegments(Storage storage) {
    this.storage = storage;
  }

  /**
   * One segment of a subscription.
   *
   * @param version the version of the projector that fills it
   * @param formerVersion the version of the live rows when the rebuild began
   * @param start the position at which it began
   * @param position the position up to which everything is handled
   * @param handled the number of handled messages
   */
  record RebuildSegment(
      String subscription,
      int number,
      int version,
      int formerVersion,
      long start,
      long position,
      long handled) {
    /** Returns this segment at another position. */
    RebuildSegment at(long reached) {
      return new RebuildSegment(
          subscription, number, version, formerVersion, start, reached, handled);
    }
  }

  private StatementSpec sql(String text) {
    return storage.jdbc().sql(text.formatted(storage.table("foliot_rebuild_segment")));
  }

  /** Inserts a segment at its start. */
  void insert(long rebuild, RebuildSegment segment) {
    sql("""
        insert into %1$s (rebuild, subscription, segment, version, former_version, start_position,
          position, handled, is_open)
        values (?, ?, ?, ?, ?, ?, ?, ?, true)""")
        .param(rebuild)
        .param(segment.subscription())
        .param(segment.number())
        .param(segment.version())
        .param(segment.formerVersion())
        .param(segment.start())
        .param(segment.position())
        .param(segment.handled())
        .update();
  }

  List<RebuildSegment> of(long rebuild) {
    return of(rebuild, "");
  }

  /** Reads and locks the segments. Running steps have ended then, and no other step begins. */
  List<RebuildSegment> lock(long rebuild) {
    return of(rebuild, " for update");
  }

  private List<RebuildSegment> of(long rebuild, String lock) {
    return sql("""
        select subscription, segment, version, former_version, start_position, position, handled
        from %1$s
        where rebuild = ? order by subscription, segment"""
            + lock)
        .param(rebuild)
        .query(
            (row, n) ->
                new RebuildSegment(
                    row.getString(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7)))
        .list();
  }

  /**
   * Takes a segment for the rest of the transaction.
   *
   * @param position the position that it must have
   * @return false if another node has it, or has moved or closed it
   */
  boolean claim(long rebuild, RebuildSegment segment, long position) {
    Optional<Long> found =
        sql("""
            select position from %1$s
            where rebuild = ? and subscription = ? and segment = ? and position = ? and is_open
            for update skip locked""")
            .params(rebuild, segment.subscription(), segment.number(), position)
            .query(Long.class)
            .optional();
    return found.isPresent();
  }

  void move(long rebuild, RebuildSegment segment, long position, int handled) {
    sql("""
        update %1$s set position = ?, handled = handled + ?
        where rebuild = ? and subscription = ? and segment = ?""")
        .params(position, handled, rebuild, segment.subscription(), segment.number())
        .update();
  }

  /** Closes the segments, so that no step claims them any more. */
  void close(long rebuild) {
    sql("update %1$s set is_open = false where rebuild = ?").param(rebuild).update();
  }

  void delete(long rebuild) {
    sql("delete from %1$s where rebuild = ?").param(rebuild).update();
  }

  /** The rebuilds in which a subscription takes part. */
  List<Long> rebuildsOf(String subscription) {
    return sql("select distinct rebuild from %1$s where subscription = ? order by rebuild")
        .param(subscription)
        .query(Long.class)
        .list();
  }
}
