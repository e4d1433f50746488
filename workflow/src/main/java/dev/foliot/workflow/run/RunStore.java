package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.wait.EventWaits;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * The runs in the database. The kind of the database is determined at its first use.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RunStore {
  private final JdbcTemplate jdbc;
  private final Transactions transactions;
  private final CallbackTable callbacks;
  private final SingletonSupplier<RunTable> runs;
  private final SingletonSupplier<RunWaits> waits;
  private final SingletonSupplier<AdmitStart> admission;
  private final SingletonSupplier<BeginInTurn> turns;
  private final SingletonSupplier<Boolean> commitsByItself;

  /**
   * @param encryption encrypts the payloads of runs
   * @param events opens waits for events
   * @param counts counts the decisions of flow control
   * @param logPosition the position up to which the log is settled
   */
  public RunStore(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      RunParts parts,
      EncryptPayloads encryption,
      RunSignals signals,
      EventWaits events,
      CountStarts counts,
      Supplier<EventStore.SqlValue> logPosition) {
    this.jdbc = jdbc;
    this.transactions = parts.transactions();
    this.callbacks = new CallbackTable(jdbc, schema);
    this.runs =
        SingletonSupplier.of(
            () -> RunTable.of(jdbc, schema, parts.json(), encryption, logPosition));
    this.admission = SingletonSupplier.of(() -> new AdmitStart(runs(), parts, signals, counts));
    this.turns =
        SingletonSupplier.of(
            () -> new BeginInTurn(runs(), parts.registry(), signals, parts.clock()));
    this.waits =
        SingletonSupplier.of(
            () ->
                new RunWaits(
                    runs(),
                    new WaitTable(jdbc, schema, parts.json(), encryption, events),
                    admission(),
                    parts,
                    signals));
    this.commitsByItself = SingletonSupplier.of(this::commitsByItself);
  }

  private boolean commitsByItself() {
    return jdbc.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit);
  }

  RunTable runs() {
    return runs.obtain();
  }

  /** The progress of runs that exist, in one statement. */
  Map<String, JournalRows.Mark> marks(Set<String> ids) {
    return transactions.inNew(() -> runs().journal().marks(runs().table(), ids));
  }

  CallbackTable callbacks() {
    return callbacks;
  }

  AdmitStart admission() {
    return admission.obtain();
  }

  BeginInTurn turns() {
    return turns.obtain();
  }

  RunWaits waits() {
    return waits.obtain();
  }

  /**
   * Runs one statement in its own transaction, without any other round trip if the database and the
   * connections of the application allow it. After a commit, Spring's connection is still bound to
   * the thread, and does not commit by itself.
   */
  <T extends @Nullable Object> T alone(Supplier<T> statement) {
    return Transactions.isThreadFree() && runs().isOneStatement() && commitsByItself.obtain()
        ? statement.get()
        : transactions.inNew(statement::get);
  }

  <T extends @Nullable Object> T inNew(Supplier<T> work) {
    return transactions.inNew(work::get);
  }

  /** Runs code of the application, with the default time limit for transactions. */
  <T extends @Nullable Object> T inNewOfHandler(Supplier<T> work) {
    return transactions.inNewOfHandler(work::get);
  }
}
