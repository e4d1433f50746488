package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.posting.Posting.Post;
import dev.foliot.testsupport.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Listeners of an ended transaction submit commands. The connection of that transaction is still
 * bound to the thread, without synchronization, and commits nothing by itself.
 */
class SubmitAfterTransactionIntegrationTests {

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false"})
  void commandIsStoredBeforeSubmitReturns(boolean readOnly, boolean rollback) {
    DataSource database = TestDatabases.ofSuite();

    FoliotRunner.posting()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.initialize=always", "foliot.schema.name=after_tx")
        .run(context -> assertThat(storedWithin(context, readOnly, rollback)).containsExactly(1));
  }

  /** How many commands another connection sees before the callback returns. */
  private static List<Integer> storedWithin(
      ApplicationContext context, boolean readOnly, boolean rollback) {
    List<Integer> stored = new ArrayList<>();
    TransactionTemplate transaction =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    transaction.setReadOnly(readOnly);
    transaction.executeWithoutResult(
        status -> {
          new JdbcTemplate(context.getBean(DataSource.class)).queryForList("select 1");
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCompletion(int ended) {
                  context.getBean(Domain.class).submit(new Post("a", List.of("late")));
                  stored.add(seenByOthers(context));
                }
              });
          if (rollback) {
            status.setRollbackOnly();
          }
        });
    return stored;
  }

  private static int seenByOthers(ApplicationContext context) {
    List<Integer> seen = new ArrayList<>();
    Thread other =
        new Thread(
            () ->
                seen.add(
                    new JdbcTemplate(context.getBean(DataSource.class))
                        .queryForObject(
                            "select count(*) from after_tx.foliot_message", Integer.class)));
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return seen.get(0);
  }
}
