package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The statements of PostgreSQL. An append locks the row of the run by {@code for key share}: claims
 * wait for this lock, wake-ups do not. If another node has claimed the run meanwhile, the statement
 * sees the new fencing token and writes nothing.
 */
final class PostgresRunTable extends RunTable {
  private static final Comparator<RunRow> IN_ORDER =
      Comparator.<RunRow, Integer>comparing(run -> run.identity().lane())
          .thenComparing(RunRow::dueAt, Comparator.nullsFirst(Comparator.naturalOrder()));

  PostgresRunTable(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      JournalRows journal,
      EncryptPayloads encryption,
      Supplier<EventStore.SqlValue> logPosition) {
    super(jdbc, schema, journal, encryption, true, logPosition);
  }

  @Override
  boolean isOneStatement() {
    return true;
  }

  @Override
  boolean insert(RunRow run, List<StateChange> changes) {
    InsertRun insert = inserting(run);
    String insertIfNew = insert.sql() + " on conflict (id) do nothing";
    if (changes.isEmpty()) {
      return jdbc().update(insertIfNew, insert.values().toArray()) == 1;
    }
    String sql =
        "with run as (%s returning id),\nstored as (%s)\nselect id from run"
            .formatted(insertIfNew, admissions().storing(changes, "exists (select 1 from run)"));
    return !jdbc()
        .query(
            sql,
            (row, number) -> row.getString(1),
            all(insert.values().toArray(), admissions().values(changes)))
        .isEmpty();
  }

  @Override
  List<RunRow> claim(Claim claim, int limit) {
    String due = unowned(claim) + " and r.due_at <= " + literal(claim.now());
    String sql =
        """
        with orphaned as (
          select r.id from %2$s o cross join lateral (
            select r.id from %1$s r where r.owner = o.owner and %8$s limit %4$s for update skip locked) r
           limit %4$s),
        first_lane as (
          select r.id from %1$s r where %3$s and r.lane = 1
           order by r.due_at limit %4$s for update skip locked),
        second_lane as (
          select r.id from %1$s r where %3$s and r.lane = 2
           order by r.due_at limit %4$s - (select count(*) from first_lane) for update skip locked)
        update %1$s r
           set status = 'running', owner = %5$s, fence = fence + 1, invocations = invocations + 1,
               started_at = coalesce(started_at, %6$s)
         where id in (select id from orphaned union all select id from first_lane
                       union all select id from second_lane limit %4$s)
        returning %7$s"""
            .formatted(
                table(),
                dead(claim),
                due,
                limit,
                quoted(claim.node()),
                literal(claim.now()),
                RunColumns.SELECTED,
                known(claim));
    return jdbc().query(sql, RunColumns::read).stream().sorted(IN_ORDER).toList();
  }

  /** Searches the index once for each owner, for any number of runs. */
  @Override
  String owners() {
    return """
        (with recursive each (owner) as (
           select min(r.owner) from %1$s r where r.owner is not null
           union all
           select (select min(r.owner) from %1$s r where r.owner > each.owner) from each
            where each.owner is not null)
         select each.owner from each where each.owner is not null)"""
        .formatted(table());
  }

  @Override
  Appended append(OwnedRun run, List<JournalEntry> entries) {
    String stored = entries.isEmpty() ? "" : ",\n" + stored(entries);
    String sql =
        """
        with run as (
          select id, cancel_requested from %s
           where %s for key share)%s
        select cancel_requested from run"""
            .formatted(table(), OWNED, stored);
    return jdbc()
        .query(
            sql,
            (row, number) -> row.getBoolean(1) ? Appended.CANCEL : Appended.STORED,
            all(
                new @Nullable Object[] {run.id(), run.owner(), run.fence()},
                values(run.id(), entries)))
        .stream()
        .findFirst()
        .orElse(Appended.LOST);
  }

  @Override
  boolean settle(OwnedRun run, NewState state, List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return jdbc().update(settling(), values(run, state)) == 1;
    }
    String sql =
        "with run as (%s returning id),\n%s\nselect id from run"
            .formatted(settling(), stored(entries));
    return !jdbc()
        .query(
            sql,
            (row, number) -> row.getString(1),
            all(values(run, state), values(run.id(), entries)))
        .isEmpty();
  }

  /** Inserts entries if there is a row of the run. */
  private String stored(List<JournalEntry> entries) {
    return "stored as (\n  insert into %s (%s)\n  select run.id, v.* from run cross join (values %s) v)"
        .formatted(
            journal().table(),
            JournalRows.NAMES,
            String.join(", ", Collections.nCopies(entries.size(), JournalRows.VALUES)));
  }

  private List<@Nullable Object> values(String runId, List<JournalEntry> entries) {
    return entries.stream()
        .<@Nullable Object>flatMap(entry -> journal().values(runId, entry).stream())
        .toList();
  }
}
