package dev.foliot.eventstore;

import dev.foliot.testsupport.TestDatabases;
import java.util.concurrent.Future;
import javax.sql.DataSource;

class PostgresEventStoreIntegrationTests extends EventStoreContract {
  private static final DataSource DATABASE = TestDatabases.postgres();

  PostgresEventStoreIntegrationTests() {
    super(DATABASE);
  }

  @Override
  void settleIfSideBySide(Future<?> step) {
    Writer.await(step);
  }
}
