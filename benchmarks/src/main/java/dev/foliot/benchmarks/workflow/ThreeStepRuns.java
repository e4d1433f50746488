package dev.foliot.benchmarks.workflow;

import dev.foliot.benchmarks.database.Database;
import javax.sql.DataSource;

/** Runs of a workflow of three steps that do nothing, each of whose outcomes is durable. */
public interface ThreeStepRuns extends AutoCloseable {
  /** Starts a run and returns when it has ended with success. Any thread may call it. */
  void run(String order) throws Exception;

  /** The number of stored runs that have ended with success. */
  long ended();

  DataSource database();

  @Override
  void close();

  /** The baseline, on a new database. */
  static ThreeStepRuns handWritten(Database database) {
    return new HandWrittenRuns(database.newPoolByHand());
  }

  /** Those of Foliot, on a new database; the engine runs. */
  static ThreeStepRuns foliot(Database database) {
    return new FoliotRuns(database);
  }
}
