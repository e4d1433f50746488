package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.testsupport.TestDatabases;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class H2EventStoreIntegrationTests extends EventStoreContract {
  private static final DataSource DATABASE = TestLog.patient(TestDatabases.h2());

  H2EventStoreIntegrationTests() {
    super(DATABASE);
  }

  @Test // positions have no gaps here, so that readers need not wait at one
  void conflictGivesItsPositionsBack() {
    log.append(log.event("a", 1));
    Writer writer = log.writer();

    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> writer.append(log.event("b", 1), log.event("a", 1)));
    writer.append(log.event("c", 1));
    writer.commit();

    assertThat(store.head()).isEqualTo(2);
    assertThat(names(store.readAll(0, 10))).containsExactly("a@1", "c@1");
  }

  @Test // as after a restore that left the counter out
  void refusedAppendDeletesOnlyItsOwnRows() {
    LongStream.rangeClosed(1, 4).forEach(version -> log.append(log.event("a", version)));
    log.jdbc.update("update %s.foliot_position set position = 1".formatted(log.schema));

    log.inTransaction(
        store -> {
          assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
              .isThrownBy(() -> store.append(List.of(log.event("a", 1))));
          assertThatExceptionOfType(DataAccessException.class)
              .isThrownBy(() -> store.append(List.of(log.event("a", 5))));
        });

    assertThat(names(store.tail(0).read(10))).containsExactly("a@1", "a@2", "a@3", "a@4");
  }

  @Override
  void settleIfSideBySide(Future<?> step) {
    // An append waits for the one before it.
  }
}
