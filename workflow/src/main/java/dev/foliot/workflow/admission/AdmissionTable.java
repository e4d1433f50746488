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
import java.util.stream.Stream;
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

  private static final String SAME_KEY =
      "a.workflow = v.workflow and a.policy = v.policy and a.admission_key = v.admission_key";

  private static final String PHASE =
      """
      (select case when r.ended_at is not null then 'ended'
                   when r.status = 'pending' and r.owner is null then 'pending'
                   else 'begun' end
         from %s r where r.id = a.run_id) as phase""";

  private static final String COLUMNS =
      "a.workflow, a.policy, a.admission_key, a.run_id, a.since_at, a.until_at, a.counted, ";

  private static final String NEW_ROW =
      "(cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as timestamp with time"
          + " zone), 0)";

  private static final String ON_CONFLICT =
      """
      insert into %1$s as a (workflow, policy, admission_key, until_at, counted) values %2$s
      on conflict (workflow, policy, admission_key) do update set counted = a.counted
      returning %3$s""";

  private static final String MERGE =
      """
      select %3$s from final table (
        merge into %1$s a using (values %2$s) v (workflow, policy, admission_key, until_at, counted)
           on %4$s
         when matched then update set counted = a.counted
         when not matched then insert (workflow, policy, admission_key, until_at, counted)
              values (v.workflow, v.policy, v.admission_key, v.until_at, v.counted)) a""";

  private static final String STATE =
      "(cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as"
          + " timestamp with time zone), cast(? as timestamp with time zone), cast(? as int))";

  private final JdbcTemplate jdbc;
  private final boolean isPostgres;
  private final String table;
  private final String runs;

  /**
   * @param isPostgres whether the database is PostgreSQL; else it is H2
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
    Map<AdmissionKey, PolicyState> states = new HashMap<>();
    if (!inOrder.isEmpty()) {
      // A statement that waited for its lock does not see a run that was started meanwhile.
      lockAll(inOrder, now).stream()
          .map(row -> row.isUnseen() ? select(row.key) : row)
          .forEach(row -> states.put(row.key, row.state()));
    }
    return states;
  }

  private List<Row> lockAll(List<AdmissionKey> keys, Instant now) {
    String sql =
        (isPostgres ? ON_CONFLICT : MERGE).formatted(table, rows(keys), columns(), SAME_KEY);
    Object[] values =
        keys.stream()
            .flatMap(key -> Stream.of(key.workflow(), label(key), key.value(), stored(now)))
            .toArray();
    return isPostgres ? jdbc.query(sql, AdmissionTable::read, values) : merged(sql, values);
  }

  private static String rows(List<AdmissionKey> keys) {
    return String.join(", ", Collections.nCopies(keys.size(), NEW_ROW));
  }

  /** A merge of H2 fails if another transaction has inserted a row meanwhile. */
  private List<Row> merged(String sql, Object[] values) {
    try {
      return jdbc.query(sql, AdmissionTable::read, values);
    } catch (DuplicateKeyException another) {
      return merged(sql, values);
    }
  }

  private String columns() {
    return COLUMNS + PHASE.formatted(runs);
  }

  private Row select(AdmissionKey key) {
    String sql = "select %s from %s a where %s".formatted(columns(), table, IS_KEY);
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
    if (!changes.isEmpty()) {
      jdbc.update(storing(changes), values(changes).toArray());
    }
  }

  /** The statement that stores new states, which may be a part of another one. */
  public String storing(List<StateChange> changes) {
    String states = String.join(", ", Collections.nCopies(changes.size(), STATE));
    String sql =
        isPostgres
            ? """
            update %1$s a
               set run_id = v.run_id, since_at = v.since_at, until_at = v.until_at, counted = v.counted
              from (values %2$s) v (workflow, policy, admission_key, run_id, since_at, until_at, counted)
             where %3$s"""
            : """
            merge into %1$s a
            using (values %2$s) v (workflow, policy, admission_key, run_id, since_at, until_at, counted) on %3$s
             when matched then update
              set run_id = v.run_id, since_at = v.since_at, until_at = v.until_at, counted = v.counted""";
    return sql.formatted(table, states, SAME_KEY);
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
