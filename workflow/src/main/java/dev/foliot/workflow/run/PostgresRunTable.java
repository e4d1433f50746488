package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SqlText;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
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

  private final SqlOfEntries appendingUnlessCancelled;
  private final SqlOfEntries appending;
  private final SqlOfEntries settlingWith;

  PostgresRunTable(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      JournalRows journal,
      EncryptPayloads encryption,
      Supplier<EventStore.SqlValue> logPosition) {
    super(jdbc, schema, journal, encryption, true, logPosition);
    this.appendingUnlessCancelled = new SqlOfEntries(this::appendingUnlessCancelled);
    this.appending = new SqlOfEntries(this::appending);
    this.settlingWith = new SqlOfEntries(this::settlingWith);
  }

  @Override
  boolean isOneStatement() {
    return true;
  }

  @Override
  OptionalInt insert(RunRow run, List<StateChange> changes, @Nullable SqlStatement other) {
    SqlStatement insert = inserting(run);
    if (changes.isEmpty()) {
      int inserted = jdbc().update(insert.sql(), new SetValues(insert.values().toArray()));
      return inserted == 1 ? OptionalInt.of(0) : OptionalInt.empty();
    }
    String isNew = " and exists (select 1 from run)";
    String sql =
        "with run as (%s returning id),\nstored as (%s)%s\nselect %s from run"
            .formatted(
                insert.sql(),
                admissions().storing(changes) + isNew,
                other == null ? "" : ",\nchanged as (" + other.sql() + isNew + " returning 1)",
                other == null ? "0" : "(select count(*) from changed)");
    return jdbc()
        .query(
            sql,
            (row, number) -> row.getInt(1),
            all(
                all(insert.values().toArray(), admissions().values(changes)),
                other == null ? List.of() : other.values()))
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  @Override
  void store(List<StateChange> changes, SqlStatement other) {
    String sql = "with changed as (%s)\n%s".formatted(other.sql(), admissions().storing(changes));
    jdbc().update(sql, all(other.values().toArray(), admissions().values(changes)));
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
                SqlText.quoted(claim.node()),
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

  /** If the first statement stores nothing, the other one finds the reason. */
  @Override
  Appended append(OwnedRun run, List<JournalEntry> entries) {
    SetValues values =
        new SetValues(
            all(
                new @Nullable Object[] {run.id(), run.owner(), run.fence()},
                values(run.id(), entries)));
    boolean isStored =
        !entries.isEmpty() && jdbc().update(appendingUnlessCancelled.of(entries), values) > 0;
    return isStored ? Appended.STORED : appendIfOwned(entries, values);
  }

  private String appendingUnlessCancelled(int entries) {
    String run =
        "(select id from %s where %s and not cancel_requested for key share)"
            .formatted(table(), OWNED);
    return storing(run + " run", entries);
  }

  private Appended appendIfOwned(List<JournalEntry> entries, SetValues values) {
    return jdbc()
        .query(
            appending.of(entries),
            values,
            (row, number) -> row.getBoolean(1) ? Appended.CANCEL : Appended.STORED)
        .stream()
        .findFirst()
        .orElse(Appended.LOST);
  }

  private String appending(int entries) {
    String stored = entries == 0 ? "" : ",\nstored as (\n  %s)".formatted(storing("run", entries));
    return """
        with run as (
          select id, cancel_requested from %s
           where %s for key share)%s
        select cancel_requested from run"""
        .formatted(table(), OWNED, stored);
  }

  @Override
  boolean settle(OwnedRun run, NewState state, List<JournalEntry> entries) {
    @Nullable Object[] values = all(values(run, state), values(run.id(), entries));
    String sql = entries.isEmpty() ? settling() : settlingWith.of(entries);
    return jdbc().update(sql, new SetValues(values)) > 0;
  }

  private String settlingWith(int entries) {
    return "with run as (%s returning id)\n%s".formatted(settling(), storing("run", entries));
  }

  /**
   * Inserts entries if there is a row of the run.
   *
   * @param run a table named {@code run}, with this row or none
   */
  private String storing(String run, int entries) {
    return "insert into %s (%s)\n  select run.id, v.* from %s cross join (values %s) v"
        .formatted(
            journal().table(),
            JournalRows.NAMES,
            run,
            String.join(", ", Collections.nCopies(entries, JournalRows.VALUES)));
  }

  private List<@Nullable Object> values(String runId, List<JournalEntry> entries) {
    return entries.stream()
        .<@Nullable Object>flatMap(entry -> journal().values(runId, entry).stream())
        .toList();
  }
}
