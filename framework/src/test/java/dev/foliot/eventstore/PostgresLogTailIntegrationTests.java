package dev.foliot.eventstore;

import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;

class PostgresLogTailIntegrationTests extends LogTailContract {
  private static final DataSource DATABASE = TestDatabases.postgres();

  PostgresLogTailIntegrationTests() {
    super(DATABASE);
  }

  @Override
  boolean appendsSideBySide() {
    return true;
  }

  @Override
  String sessionQuery() {
    return "select pg_backend_pid()";
  }

  @Override
  String killStatement() {
    return "select pg_terminate_backend(?, 60000)";
  }
}
