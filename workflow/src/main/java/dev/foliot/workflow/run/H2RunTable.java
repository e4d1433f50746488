package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements of H2, where a statement costs little. An append locks the row of the run. */
final class H2RunTable extends RunTable {
  H2RunTable(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      JournalRows journal,
      EncryptPayloads encryption,
      Supplier<EventStore.SqlValue> logPosition) {
    super(jdbc, schema, journal, encryption, false, logPosition);
  }

  @Override
  boolean isOneStatement() {
    return false;
  }

  @Override
  OptionalInt insert(RunRow run, List<StateChange> changes, @Nullable SqlStatement other) {
    SqlStatement insert = inserting(run);
    try {
      if (changes.isEmpty()) {
        jdbc().update(insert.sql(), insert.values().toArray());
        return OptionalInt.of(0);
      }
      return OptionalInt.of(together(insert, changes, other));
    } catch (DuplicateKeyException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  void store(List<StateChange> changes, SqlStatement other) {
    together(other, changes, null);
  }

  /** Executes statements as parts of a query; returns how many rows the last one has changed. */
  private int together(SqlStatement first, List<StateChange> changes, @Nullable SqlStatement last) {
    List<@Nullable Object> values = new ArrayList<>(admissions().values(changes));
    values.addAll(last == null ? List.of() : last.values());
    values.addAll(first.values());
    String sql =
        "select %s, %s from final table (%s)"
            .formatted(
                counted(admissions().storing(changes)),
                last == null ? "0" : counted(last.sql()),
                first.sql());
    return jdbc().query(sql, (row, number) -> row.getInt(2), values.toArray()).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static String counted(String change) {
    return "(select count(*) from final table (%s))".formatted(change);
  }

  @Override
  List<RunRow> claim(Claim claim, int limit) {
    String orphaned = "r.owner in %s and %s".formatted(dead(claim), known(claim));
    List<RunRow> found = new ArrayList<>(select(orphaned, limit));
    String due = unowned(claim) + " and r.due_at <= " + literal(claim.now());
    for (int lane = 1; lane <= 2 && found.size() < limit; lane++) {
      found.addAll(select(due + " and r.lane = " + lane, limit - found.size()));
    }
    return found.stream().map(run -> take(run, claim)).toList();
  }

  @Override
  String owners() {
    return "(select distinct r.owner from %s r where r.owner is not null)".formatted(table());
  }

  private List<RunRow> select(String condition, int limit) {
    String sql =
        "select %s from %s r where %s order by r.due_at limit %s for update skip locked"
            .formatted(RunColumns.SELECTED, table(), condition, limit);
    return jdbc().query(sql, RunColumns::read);
  }

  private RunRow take(RunRow run, Claim claim) {
    jdbc()
        .update(
            "update %s set status = 'running', owner = ?, fence = fence + 1, invocations = invocations + 1, started_at = coalesce(started_at, ?) where id = ?"
                .formatted(table()),
            claim.node(),
            RunColumns.stored(claim.now()),
            run.id());
    return find(run.id()).orElseThrow();
  }

  @Override
  Appended append(OwnedRun run, List<JournalEntry> entries) {
    List<Boolean> cancel =
        jdbc()
            .query(
                "select cancel_requested from %s where %s for update".formatted(table(), OWNED),
                (row, number) -> row.getBoolean(1),
                run.id(),
                run.owner(),
                run.fence());
    if (cancel.isEmpty()) {
      return Appended.LOST;
    }
    journal().insert(run.id(), entries);
    return cancel.get(0) ? Appended.CANCEL : Appended.STORED;
  }

  @Override
  boolean settle(OwnedRun run, NewState state, List<JournalEntry> entries) {
    boolean settled = jdbc().update(settling(), values(run, state)) == 1;
    if (settled) {
      journal().insert(run.id(), entries);
    }
    return settled;
  }
}
