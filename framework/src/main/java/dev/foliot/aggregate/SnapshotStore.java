package dev.foliot.aggregate;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import dev.foliot.personaldata.SealTexts;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of snapshots: the newest one of each stream. Every row may be deleted at any time.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SnapshotStore {
  private final JdbcClient jdbc;
  private final Supplier<FoliotSchema> schema;
  private final SealTexts seal;
  private final InstantSource clock;

  public SnapshotStore(
      JdbcClient jdbc, Supplier<FoliotSchema> schema, SealTexts seal, InstantSource clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.seal = seal;
    this.clock = clock;
  }

  private String table() {
    return schema.get().table("foliot_snapshot");
  }

  /** The snapshot, if its state has the shape of this fingerprint. */
  Optional<Snapshot> find(StreamName stream, String fingerprint) {
    String sql =
        """
        select version, state
          from %s
         where category = ? and stream = ? and fingerprint = ?"""
            .formatted(table());
    return jdbc.sql(sql)
        .params(stream.category(), stream.id(), fingerprint)
        .query((row, number) -> opened(row.getLong("version"), row.getString("state")))
        .optional()
        .flatMap(each -> each);
  }

  /** The snapshot; empty if it contains data of a forgotten person. */
  private Optional<Snapshot> opened(long version, String stored) {
    return seal.open(stored).map(state -> new Snapshot(version, state, seal.subjectsOf(stored)));
  }

  /** The persons whose personal data the message contains. Call it before the message is read. */
  Set<String> subjectsIn(RecordedMessage message) {
    return seal.subjectsIn(message);
  }

  /**
   * Stores a snapshot. It replaces an older one, one of another shape, and one that cannot be read
   * any more. Nothing is stored if it contains data of a person who was forgotten meanwhile.
   */
  void put(StreamName stream, Snapshot snapshot, String fingerprint) {
    seal.seal(snapshot.subjects(), snapshot.state())
        .ifPresent(stored -> put(stream, snapshot.version(), stored, fingerprint));
  }

  private void put(StreamName stream, long version, String stored, String fingerprint) {
    delete(stream, fingerprint, version);
    if (exists(stream)) {
      return;
    }
    String sql =
        """
        insert into %s (category, stream, version, fingerprint, state, taken_at)
        values (?, ?, ?, ?, ?, ?)"""
            .formatted(table());
    jdbc.sql(sql)
        .params(
            stream.category(),
            stream.id(),
            version,
            fingerprint,
            stored,
            clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  private boolean exists(StreamName stream) {
    String sql = "select 1 from %s where category = ? and stream = ?".formatted(table());
    return jdbc.sql(sql)
        .params(stream.category(), stream.id())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private void delete(StreamName stream, String fingerprint, long version) {
    String sql =
        """
        delete from %s
         where category = ? and stream = ? and (version <= ? or fingerprint <> ?)"""
            .formatted(table());
    jdbc.sql(sql).params(stream.category(), stream.id(), version, fingerprint).update();
  }

  /** Deletes the snapshot of one stream. */
  int delete(StreamName stream) {
    String sql = "delete from %s where category = ? and stream = ?".formatted(table());
    return jdbc.sql(sql).params(stream.category(), stream.id()).update();
  }

  /** Deletes the snapshots of one category. */
  int delete(String category) {
    return jdbc.sql("delete from %s where category = ?".formatted(table()))
        .params(category)
        .update();
  }

  /** Deletes all snapshots. */
  int deleteAll() {
    return jdbc.sql("delete from %s".formatted(table())).update();
  }
}
