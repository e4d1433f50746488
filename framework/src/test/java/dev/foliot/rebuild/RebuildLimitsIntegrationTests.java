package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The schema of Foliot has the longest name that PostgreSQL stores, and transactions have a time
 * limit that the last part of a rebuild exceeds.
 */
@TestPropertySource(
    properties = {
      "foliot.schema.name=schema_with_the_longest_name_that_postgresql_stores_without_cut",
      "spring.transaction.default-timeout=1h"
    })
class RebuildLimitsIntegrationTests extends ShopTest {
  private static final int LEFT = 6;

  /** The tests share their tables, and have orders of their own. */
  @Override
  protected void beginAgain() {
    node.register();
  }

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  private String statusOf(String order) {
    return jdbc.queryForObject(
        "select status from shop$board where order_id = ?", String.class, order);
  }

  @Test
  void rebuildsComparesAndRollsBackInALongSchema() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    jdbc.update("update shop$board set status = 'wrong' where order_id = 'o1'");

    long id = domain.rebuilds().start(Board.class).id();
    engine().run();

    assertThat(statusOf("o1")).isEqualTo("placed");
    assertThat(domain.rebuilds().rollBack(id).status()).isEqualTo(RebuildStatus.ROLLED_BACK);
    assertThat(statusOf("o1")).isEqualTo("wrong");
    assertThat(domain.rebuilds().compare(Board.class, CompareOptions.standard()).isEqual())
        .isFalse();
    assertThat(domain.verifyLog().problems()).isEmpty();
  }

  @Test
  void switchTakesAsLongAsItsLastMessages() {
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();
    for (int i = 0; i < LEFT; i++) {
      domain.process(new Place("left" + i, "p1", 1));
      faults.during("board", "left" + i, RebuildLimitsIntegrationTests::takeTime);
    }

    domain.rebuilds().switchOver(id);

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(statusOf("left" + (LEFT - 1))).isEqualTo("placed");
  }

  /** As if a quarter of the time limit of a transaction had passed. */
  private static void takeTime() {
    TransactionSynchronizationManager.getResourceMap().values().stream()
        .filter(ResourceHolderSupport.class::isInstance)
        .map(ResourceHolderSupport.class::cast)
        .filter(ResourceHolderSupport::hasTimeout)
        .forEach(
            limited ->
                limited.setTimeoutInMillis(
                    limited.getTimeToLiveInMillis() - Duration.ofMinutes(15).toMillis()));
  }
}
