package dev.foliot.eventstore;

import dev.foliot.testsupport.TestDatabases;
import java.util.concurrent.Future;
import javax.sql.DataSource;

class H2EventStoreIntegrationTests extends EventStoreContract {
  private static final DataSource DATABASE = TestLog.patient(TestDatabases.h2());

  H2EventStoreIntegrationTests() {
    super(DATABASE);
  }

  @Override
  void settleIfSideBySide(Future<?> step) {
    // An append waits for the one before it.
  }
}
