package dev.foliot.rebuild;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The differences between databases. */
sealed interface ShadowDialect permits PostgresShadow, H2Shadow {
  /** The comment of each schema that was created for shadow tables. */
  String MARK = "Shadow tables of a rebuild by Foliot";

  /** The table that an unqualified name refers to. */
  LiveTable live(String table);

  /**
   * The reasons why the tables cannot be copied and exchanged, each with a remedy; empty if there
   * are none.
   */
  List<String> problems(List<String> tables);

  /**
   * Reads or changes the database's catalogue. If other threads of this process would disturb it,
   * they wait.
   */
  default <T> T useCatalogue(Supplier<T> use) {
    return use.get();
  }

  /** Creates the schema and the empty copies. */
  void create(String schema, List<String> tables);

  /** Puts the schema first in the search path until the end of this transaction. */
  void enter(String schema);

  /** Exchanges the rows of the live tables with those of the schema. */
  void exchange(String schema, List<String> tables);

  /** Whether other transactions can commit changes of the live rows after the exchange. */
  boolean letsOthersCommit();

  /**
   * How much the current transaction has written to tables outside of the schema, by table; also
   * what earlier transactions of the connection have written.
   */
  Map<String, Long> writtenOutside(String schema);

  /** Reserves the schema for the current transaction; false if another transaction has it. */
  boolean reserve(String schema);

  /** Keeps the server from ending the current transaction because it is idle or old. */
  void stayIdle();

  /** The isolation level at which all statements see the tables as of one moment. */
  int snapshotIsolation();

  /** Whether there is a schema of this name. */
  boolean exists(String schema);

  /** The names of all schemas with the mark. */
  List<String> all();

  /** Whether the schema has the mark. */
  boolean isShadow(String schema);

  /** Drops the schema. */
  void drop(String schema);

  /** The name as SQL writes it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
