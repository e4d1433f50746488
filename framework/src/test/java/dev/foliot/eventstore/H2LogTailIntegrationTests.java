package dev.foliot.eventstore;

import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;

class H2LogTailIntegrationTests extends LogTailContract {
  private static final DataSource DATABASE = TestLog.patient(TestDatabases.h2());

  H2LogTailIntegrationTests() {
    super(DATABASE);
  }

  @Override
  boolean appendsSideBySide() {
    return false;
  }

  @Override
  String sessionQuery() {
    return "call session_id()";
  }

  @Override
  String killStatement() {
    return "call abort_session(?)";
  }
}
