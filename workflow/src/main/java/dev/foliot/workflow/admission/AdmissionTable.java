package dev.foliot.workflow.admission;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_admission}. A transaction locks the rows on which its decision depends,
 * so that decisions about one key follow each other.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AdmissionTable {
  private static final String IS_KEY = "workflow = ? and policy = ? and admission_key = ?";

  private static final String PHASE =
      """
      (select case when r.ended_at is not null then 'ended'
                   when r.status = 'pending' and r.owner is null then 'pending'
                   else 'begun' end
         from %s r where r.id = a.run_id) as phase""";

  private static final String COLUMNS =
      "a.workflow, a.policy, a.admission_key, a.run_id, a.since_at, a.until_at, a.counted, ";

  private final JdbcTemplate jdbc;
  private final boolean isPostgres;
  private final String table;
  private final String runs;

  /**
   * @param isPostgres whether the database is PostgreSQL, which locks all rows by one statement
   */
  public AdmissionTable(JdbcTemplate jdbc, FoliotSchema schema, boolean isPostgres) {
    this.jdbc = jdbc;
    this.isPostgres = isPostgres;
    this.table = schema.table("foliot_admission");
    this.runs = schema.table("foliot_run");
  }

  /** Locks the states of keys until the end of the transaction, and reads them. */
  public Map<AdmissionKey, PolicyState> lock(Collection<AdmissionKey> keys, Instant now) {
    List<AdmissionKey> inOrder = keys.stream().distinct().sorted().toList();
    List<Row> rows = new ArrayList<>();
    if (isPostgres && !inOrder.isEmpty()) {
      rows.addAll(lockAll(inOrder, now));
    } else {
      inOrder.forEach(key -> rows.add(lockOne(key, now)));
    }
    Map<AdmissionKey, PolicyState> states = new HashMap<>();
    rows.forEach(row -> states.put(row.key, row.state()));
    return states;
  }

  private List<Row> lockAll(List<AdmissionKey> keys, Instant now) {
    String sql =
        """
        insert into %s as a (workflow, policy, admission_key, until_at, counted)
        values %s
        on conflict (workflow, policy, admission_key) do update set counted = a.counted
        returning %s%s"""
            .formatted(
                table,
                String.join(", ", Collections.nCopies(keys.size(), "(?, ?, ?, ?, 0)")),
                COLUMNS,
                PHASE.formatted(runs));
    List<Row> rows =
        jdbc.query(
            sql,
            AdmissionTable::read,
            keys.stream()
                .flatMap(
                    key -> List.of(key.workflow(), label(key), key.value(), stored(now)).stream())
                .toArray());
    // A statement that waited for its lock does not see a run that was started meanwhile.
    return rows.stream().map(row -> row.isUnseen() ? select(row.key) : row).toList();
  }

  /** The statement of H2, which locks by an update. */
  private Row lockOne(AdmissionKey key, Instant now) {
    if (touch(key)) {
      return select(key);
    }
    try {
      String sql =
          "insert into %s (workflow, policy, admission_key, until_at, counted) values (?, ?, ?, ?, 0)"
              .formatted(table);
      jdbc.update(sql, key.workflow(), label(key), key.value(), stored(now));
      Instant until = StorableInstant.nearest(now);
      return new Row(key, new PolicyState(null, RunPhase.ENDED, null, until, 0), null);
    } catch (DuplicateKeyException another) {
      touch(key);
      return select(key);
    }
  }

  private boolean touch(AdmissionKey key) {
    String sql = "update %s set counted = counted where %s".formatted(table, IS_KEY);
    return jdbc.update(sql, key.workflow(), label(key), key.value()) == 1;
  }

  private Row select(AdmissionKey key) {
    String sql =
        "select %s%s from %s a where %s".formatted(COLUMNS, PHASE.formatted(runs), table, IS_KEY);
    return jdbc.query(sql, AdmissionTable::read, key.workflow(), label(key), key.value()).get(0);
  }

  private record Row(AdmissionKey key, PolicyState stored, @Nullable String phase) {
    boolean isUnseen() {
      return stored.run() != null && phase == null;
    }

    PolicyState state() {
      RunPhase known =
          phase == null ? RunPhase.ENDED : RunPhase.valueOf(phase.toUpperCase(Locale.ROOT));
      return new PolicyState(stored.run(), known, stored.since(), stored.until(), stored.count());
    }
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    return new Row(
        new AdmissionKey(row.getString(1), Policy.labelled(row.getString(2)), row.getString(3)),
        new PolicyState(
            row.getString(4),
            RunPhase.ENDED,
            instant(row, "since_at"),
            instant(row, "until_at"),
            row.getInt("counted")),
        row.getString("phase"));
  }

  /** Stores new states of rows that this transaction has locked. */
  public void store(List<StateChange> changes) {
    String sql =
        "update %s set run_id = ?, since_at = ?, until_at = ?, counted = ? where %s"
            .formatted(table, IS_KEY);
    jdbc.batchUpdate(
        sql,
        changes.stream()
            .map(
                change ->
                    new @Nullable Object[] {
                      change.state().run(),
                      stored(change.state().since()),
                      stored(change.state().until()),
                      change.state().count(),
                      change.key().workflow(),
                      label(change.key()),
                      change.key().value()
                    })
            .toList());
  }

  /**
   * The statement of PostgreSQL that stores new states, as a part of another one.
   *
   * @param condition an additional condition
   */
  public String storing(List<StateChange> changes, String condition) {
    String row =
        "(cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as timestamptz), cast(? as timestamptz), cast(? as int))";
    return """
        update %s a
           set run_id = v.run_id, since_at = v.since_at, until_at = v.until_at, counted = v.counted
          from (values %s) v (workflow, policy, admission_key, run_id, since_at, until_at, counted)
         where a.workflow = v.workflow and a.policy = v.policy and a.admission_key = v.admission_key
           and %s"""
        .formatted(table, String.join(", ", Collections.nCopies(changes.size(), row)), condition);
  }

  /** The values of {@link #storing}. */
  public List<@Nullable Object> values(List<StateChange> changes) {
    List<@Nullable Object> values = new ArrayList<>();
    for (StateChange change : changes) {
      values.add(change.key().workflow());
      values.add(label(change.key()));
      values.add(change.key().value());
      values.add(change.state().run());
      values.add(stored(change.state().since()));
      values.add(stored(change.state().until()));
      values.add(change.state().count());
    }
    return values;
  }

  /** Removes rows that have had no effect since an instant; returns their number. */
  public int removeOver(Instant since, int most) {
    String sql =
        """
        select a.workflow, a.policy, a.admission_key from %s a
         where a.until_at < ?
           and not exists (select 1 from %s r where r.id = a.run_id and r.ended_at is null)
         order by a.until_at limit ? for update skip locked"""
            .formatted(table, runs);
    List<Object[]> over =
        jdbc.query(
            sql,
            (row, number) -> new Object[] {row.getString(1), row.getString(2), row.getString(3)},
            stored(since),
            most);
    jdbc.batchUpdate("delete from %s where %s".formatted(table, IS_KEY), over);
    return over.size();
  }

  private static String label(AdmissionKey key) {
    return key.policy().label();
  }

  private static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
    return instant == null ? null : StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
