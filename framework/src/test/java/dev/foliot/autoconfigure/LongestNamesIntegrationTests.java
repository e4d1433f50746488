package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.longest.LongestNames;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Names of 200 characters, and an id of 500, fit into every table. */
class LongestNamesIntegrationTests {
  @Test
  void longestNamesAreStoredEverywhere() {
    DataSource database = TestDatabases.ofSuite();
    String id = "i".repeat(500);

    FoliotRunner.application(LongestNames.class, LongestNames.PACKAGE)
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.initialize=always", "foliot.engine.retry.max-attempts=1")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new LongestNames.Do(id));
              Engine.inTestMode(domain).run();

              assertThat(context.getBean(LongestNames.Receiver.class).ids()).containsExactly(id);
              var parked = domain.subscriptions().parked(LongestNames.FAILING, 0, 10);
              assertThat(parked).hasSize(1);
              domain
                  .subscriptions()
                  .discard(LongestNames.FAILING, parked.get(0).messageId(), "no", "a".repeat(200));
            });
  }
}
