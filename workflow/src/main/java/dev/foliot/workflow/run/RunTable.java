package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SqlText;
import dev.foliot.message.MessageJson;
import dev.foliot.message.StorableText;
import dev.foliot.workflow.admission.AdmissionTable;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_run}, with SQL for each database.
 *
 * <p>All transactions lock in the same order, so that two never wait for each other. A transaction
 * locks a run before its child runs, child runs in the order of their ids, and runs before the rows
 * of their waits. So the end of a child run locks the parent first ({@link RunWaits#wakeParent}),
 * and a late child run is cancelled before its wait is closed. Events wake runs in the order of the
 * ids. In this order, a parent comes first unless an application has chosen the ids.
 */
abstract sealed class RunTable permits PostgresRunTable, H2RunTable {
  /**
   * Finds a run by the primary key, and prevents the use of the index on the owner. Otherwise, a
   * server would read all runs that a node has owned since the last vacuum: without statistics by
   * the owner, and with statistics because few runs have an owner. A comparison that is never true
   * for null would allow this.
   */
  static final String OWNED = "id = ? and coalesce(owner, '') = ? and fence = ?";

  private static final String SETTLE =
      """
      update %s
         set status = ?, owner = null, due_at = ?, result = ?, error = ?, ended_at = ?,
             invocations = ?, entries = ?
       where %s and wakes = coalesce(cast(? as bigint), wakes)""";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final String table;
  private final JournalRows journal;
  private final ListRuns lists;
  private final AdmissionTable admissions;
  private final ErrorJson errors;
  private final EncryptPayloads encryption;
  private final InsertRun insert;
  private final String settling;

  RunTable(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      JournalRows journal,
      EncryptPayloads encryption,
      boolean isPostgres,
      Supplier<EventStore.SqlValue> logPosition) {
    this.jdbc = jdbc;
    this.admissions = new AdmissionTable(jdbc, schema, isPostgres);
    this.encryption = encryption;
    this.errors = new ErrorJson(journal.json());
    this.schema = schema;
    this.table = schema.table("foliot_run");
    this.insert =
        new InsertRun(table, logPosition, isPostgres ? " on conflict (id) do nothing" : "");
    this.settling = SETTLE.formatted(table, OWNED);
    this.journal = journal;
    this.lists = new ListRuns(jdbc, table);
  }

  /** Determines the kind of the database. */
  static RunTable of(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      MessageJson json,
      EncryptPayloads encryption,
      Supplier<EventStore.SqlValue> logPosition) {
    JournalRows journal = new JournalRows(jdbc, schema, json, encryption);
    return jdbc.execute(
        (ConnectionCallback<RunTable>)
            connection ->
                connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? new PostgresRunTable(jdbc, schema, journal, encryption, logPosition)
                    : new H2RunTable(jdbc, schema, journal, encryption, logPosition));
  }

  final JdbcTemplate jdbc() {
    return jdbc;
  }

  final String table() {
    return table;
  }

  final JournalRows journal() {
    return journal;
  }

  final ListRuns lists() {
    return lists;
  }

  final AdmissionTable admissions() {
    return admissions;
  }

  final EncryptPayloads encryption() {
    return encryption;
  }

  final ErrorJson errors() {
    return errors;
  }

  /** The input of a run, as JSON. */
  final String input(RunRow run) {
    return Objects.requireNonNull(encryption.decrypt(run.id(), RunColumns.INPUT, run.input()));
  }

  /** The result of a run, as JSON, or null. */
  final @Nullable String result(RunRow run) {
    return encryption.decrypt(run.id(), RunColumns.RESULT, run.result());
  }

  /** The error of a run, or null. */
  final @Nullable StoredError error(RunRow run) {
    String error = encryption.decrypt(run.id(), RunColumns.ERROR, run.error());
    return error == null ? null : errors.read(error);
  }

  /**
   * Whether {@link #append} and {@link #settle} are one statement each, which needs no transaction
   * around it.
   */
  abstract boolean isOneStatement();

  /**
   * Inserts a run, stores the new states of flow control, and changes another run, by one
   * statement. Waits for a transaction that inserts this id.
   *
   * @param other changes another run, only together with states; null for none
   * @return how many other runs have changed; empty if a run with this id exists, and then nothing
   *     is stored
   */
  abstract OptionalInt insert(RunRow run, List<StateChange> changes, @Nullable SqlStatement other);

  /** Stores new states of flow control, and changes another run, by one statement. */
  abstract void store(List<StateChange> changes, SqlStatement other);

  /** Inserts a run; false if a run with this id exists. */
  final boolean insert(RunRow run) {
    return insert(run, List.of(), null).isPresent();
  }

  final SqlStatement inserting(RunRow run) {
    return insert.of(RunColumns.values(run, encryption));
  }

  final Optional<RunRow> find(String id) {
    if (StorableText.problem(id).isPresent()) {
      return Optional.empty(); // the database would refuse or change it
    }
    String sql = "select %s from %s where id = ?".formatted(RunColumns.NAMES, table);
    return jdbc.query(sql, RunColumns::read, id).stream().findFirst();
  }

  /** The run, if the node still owns it. */
  final Optional<RunRow> findOwned(OwnedRun run) {
    return find(run.id())
        .filter(row -> run.owner().equals(row.owner()) && row.fence() == run.fence());
  }

  // ---- claims

  /**
   * Reads in one statement when the next run is due. A run without an owner is due at its due time,
   * a run of a dead node at once, and a run of another node when the lease of that node ends.
   */
  final Optional<Instant> earliest(Claim claim) {
    String sql =
        """
        select min(due) as due from (
          (select r.due_at as due from %1$s r where %2$s and r.lane = 1
            order by r.due_at limit 1)
          union all
          (select r.due_at from %1$s r where %2$s and r.lane = 2 order by r.due_at limit 1)
          union all
          (select min(case when n.lease_until > %5$s then %3$s + (n.lease_until - %5$s) else %3$s end)
             from %4$s o left join %6$s n on n.node = o.owner
            where o.owner <> %7$s and (select 1 from %1$s r where r.owner = o.owner and %8$s limit 1) = 1)
        ) d"""
            .formatted(
                table,
                unowned(claim),
                literal(claim.now()),
                owners(),
                claim.leaseTime(),
                schema.table("foliot_node"),
                SqlText.quoted(claim.node()),
                known(claim));
    return jdbc.query(sql, (row, number) -> Optional.ofNullable(RunColumns.instant(row, "due")))
        .get(0);
  }

  /** Takes runs that are due, in the order of their lanes and due times. */
  abstract List<RunRow> claim(Claim claim, int limit);

  final String unowned(Claim claim) {
    return "r.owner is null and r.due_at is not null and " + known(claim);
  }

  /**
   * Selects runs whose code this node has, and that it does not execute: an earlier invocation must
   * have ended. Compares one text, because PostgreSQL plans a list of pairs much longer. The text
   * also prevents the use of an index on the workflow: most rows have a known workflow, and a
   * server without statistics does not know this.
   */
  static String known(Claim claim) {
    String code =
        claim.known().stream()
            .map(each -> SqlText.quoted(each.name() + ' ' + each.version()))
            .collect(Collectors.joining(", ", "r.workflow || ' ' || r.version in (", ")"));
    return claim.inHand().isEmpty()
        ? code
        : claim.inHand().stream()
            .map(SqlText::quoted)
            .collect(Collectors.joining(", ", code + " and r.id not in (", ")"));
  }

  /** The nodes that own runs and are dead, as a table of the column {@code owner}. */
  final String dead(Claim claim) {
    return """
    (select o.owner from %s o
      where o.owner <> %s and not exists (
        select 1 from %s n where n.node = o.owner and n.lease_until > %s))"""
        .formatted(
            owners(), SqlText.quoted(claim.node()), schema.table("foliot_node"), claim.leaseTime());
  }

  /** The nodes that own runs, as a table of the column {@code owner}. */
  abstract String owners();

  /**
   * Writes an instant as a literal, not as a parameter, so that the server plans the statement each
   * time. A plan that was made for the empty table would read all rows until the table is analyzed.
   */
  static String literal(Instant instant) {
    return "timestamp with time zone '%s'".formatted(RunColumns.stored(instant));
  }

  // ---- what an owner does

  /** The outcome of an append. */
  enum Appended {
    /** The entries are stored. */
    STORED,
    /** The entries are stored, and the run must be cancelled. */
    CANCEL,
    /** Nothing is stored: the node does not own the run any more. */
    LOST
  }

  /**
   * Appends entries if the node owns the run, and keeps other nodes from claiming it until the end
   * of the transaction.
   *
   * @param entries none to check the owner only
   */
  abstract Appended append(OwnedRun run, List<JournalEntry> entries);

  /**
   * Ends an invocation: stores the state of the run and the last entries, and gives the run back.
   * If the node does not own the run any more, or the run was woken since, stores nothing and
   * returns false.
   */
  abstract boolean settle(OwnedRun run, NewState state, List<JournalEntry> entries);

  /** The parameters of {@link #settling()}. */
  final @Nullable Object[] values(OwnedRun run, NewState state) {
    return state.values(run, encryption);
  }

  final String settling() {
    return settling;
  }

  /** Gives the run back unchanged. */
  final void release(OwnedRun run, Instant dueAt) {
    jdbc.update(
        "update %s set owner = null, due_at = ? where %s".formatted(table, OWNED),
        RunColumns.stored(dueAt),
        run.id(),
        run.owner(),
        run.fence());
  }

  /** The runs that a node owns. */
  final List<OwnedRun> ownedBy(String node) {
    return jdbc.query(
        "select id, owner, fence from %s where owner = ? order by id".formatted(table),
        (row, number) -> new OwnedRun(row.getString(1), row.getString(2), row.getLong(3)),
        node);
  }

  /** Begins the next round of a run, with another input; false if the node does not own it. */
  final boolean restart(OwnedRun run, String input, Instant now) {
    return jdbc.update(
            "update %s set input = ?, cancel_key = null, round = round + 1, round_at = ? where %s"
                .formatted(table, OWNED),
            encryption.encrypt(run.id(), RunColumns.INPUT, input),
            RunColumns.stored(now),
            run.id(),
            run.owner(),
            run.fence())
        == 1;
  }

  // ---- from outside

  /**
   * Locks a run; false if it has ended, or does not exist. Waits for a concurrent append, so that a
   * child run of that append is found afterwards.
   */
  final boolean lock(String id) {
    String sql = "select id from %s where id = ? and ended_at is null for update".formatted(table);
    return !jdbc.queryForList(sql, String.class, id).isEmpty();
  }

  /** Requests the end of a run that is locked. */
  final void requestCancel(String id, Instant now) {
    jdbc.update(
        "update %s set cancel_requested = true, wakes = wakes + 1, due_at = ? where id = ?"
            .formatted(table),
        RunColumns.stored(now),
        id);
  }

  /** Ends a run that is locked, at once. */
  final void terminate(String id, Instant now) {
    jdbc.update(
        "update %s set status = 'terminated', owner = null, due_at = null, queue = null, queued_at = null, ended_at = ?, fence = fence + 1 where id = ?"
            .formatted(table),
        RunColumns.stored(now),
        id);
  }

  /**
   * The child runs that have not ended.
   *
   * @param operations only child runs of these operations of the parent
   */
  final List<String> openChildren(String parent, Predicate<String> operations) {
    List<String> children = new ArrayList<>();
    jdbc.query(
        "select id, parent_operation from %s where parent_run = ? and ended_at is null order by id"
            .formatted(table),
        row -> {
          if (operations.test(row.getString(2))) {
            children.add(row.getString(1));
          }
        },
        parent);
    return children;
  }

  /** Removes child runs that have ended, so that their ids are free. */
  final void deleteEndedChildren(String parent) {
    jdbc.queryForList(
            "select id from %s where parent_run = ? and ended_at is not null".formatted(table),
            String.class,
            parent)
        .forEach(this::delete);
  }

  /**
   * Locks and returns runs that have ended before an instant, the earliest first. A lock prevents a
   * retry. Runs that another transaction has locked are left out.
   */
  final List<String> endedBefore(Instant instant, int most) {
    return jdbc.queryForList(
        "select id from %s where ended_at < ? order by ended_at limit ? for update skip locked"
            .formatted(table),
        String.class,
        RunColumns.stored(instant),
        most);
  }

  /** Removes a run with its journal and its waits. */
  final void delete(String id) {
    jdbc.update("delete from %s where run_id = ?".formatted(schema.table("foliot_wait")), id);
    journal.delete(id);
    jdbc.update("delete from %s where id = ?".formatted(table), id);
  }

  static Object[] all(@Nullable Object[] first, List<@Nullable Object> second) {
    List<@Nullable Object> all = new ArrayList<>(List.of());
    Collections.addAll(all, first);
    all.addAll(second);
    return all.toArray();
  }
}
