package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** A rebuild comes to its end while events never cease to come. */
class RebuildUnderLoadIntegrationTests extends ShopTest {
  private static final int MOST_STEPS = 60;
  private static final int BATCH = 10;

  @Autowired private PlatformTransactionManager manager;
  private int orders;

  @BeforeEach
  void fillStock() {
    domain.process(new Receive("p1", 1_000));
    for (int i = 0; i < 20; i++) {
      placeOne();
    }
  }

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  @ParameterizedTest(name = "{0} segments")
  @ValueSource(ints = {1, 3})
  void isSwitchedAlthoughAnEventComesBeforeEachStep(int segments) {
    begin(segments, RebuildOptions.beside());

    stepUntil(RebuildStatus.SWITCHED, segments);

    engine().run();
    assertThat(RebuildTests.board(jdbc)).hasSize(orders).allMatch(row -> row.endsWith(" 1"));
  }

  @ParameterizedTest(name = "{0} segments")
  @ValueSource(ints = {1, 3})
  void hasCaughtUpAlthoughAnEventComesBeforeEachStep(int segments) {
    begin(segments, RebuildOptions.beside().withoutSwitch());

    stepUntil(RebuildStatus.CAUGHT_UP, segments);

    domain.rebuilds().switchOver(domain.rebuilds().list().get(0).id());
    engine().run();
    assertThat(RebuildTests.board(jdbc)).hasSize(orders).allMatch(row -> row.endsWith(" 1"));
  }

  private void stepUntil(RebuildStatus status, int segments) {
    RebuildSteps steps =
        RebuildTests.steps(RebuildTests.parts(domain, new Transactions(manager), BATCH, segments));
    int taken = 0;
    while (domain.rebuilds().list().get(0).status() != status) {
      assertThat(taken++).as("steps").isLessThan(MOST_STEPS);
      placeOne();
      steps.step();
    }
    steps.end();
  }

  private void begin(int segments, RebuildOptions options) {
    RebuildParts parts = RebuildTests.parts(domain, new Transactions(manager), BATCH, segments);
    new BeginRebuild(parts).begin(parts.projections().require(Board.class), options, null);
  }

  private void placeOne() {
    domain.process(new Place("o" + orders++, "p1", 1));
  }
}
