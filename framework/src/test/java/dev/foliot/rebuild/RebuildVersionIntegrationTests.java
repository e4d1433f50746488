package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

/** A higher declared version rebuilds the projection once, whatever number of nodes starts. */
@ExtendWith(OutputCaptureExtension.class)
class RebuildVersionIntegrationTests extends ShopTest {
  private static final String BOARD = "board-projector";

  @Autowired private PlatformTransactionManager manager;

  @BeforeEach
  void fillBoard() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    engine().run();
    jdbc.update("update shop$board set status = 'version 0'");
  }

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  @Test
  void newSubscriptionHasDeclaredVersion() {
    engine().run();

    assertThat(version()).isEqualTo(1);
    assertThat(domain.rebuilds().list()).isEmpty();
    assertThat(board()).contains("o1 version 0 0");
  }

  @Test
  void higherVersionIsRebuiltOnce() {
    storedVersionIs(0);

    engine().run();
    engine().run();

    assertThat(board()).containsExactly("o1 placed 0", "o2 placed 0");
    assertThat(domain.rebuilds().list())
        .singleElement()
        .satisfies(
            rebuild -> {
              assertThat(rebuild.status()).isEqualTo(RebuildStatus.SWITCHED);
              assertThat(rebuild.startedBy()).isEqualTo("version of a projector");
            });
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void nodesThatStartAtOnceBeginOne() throws Exception {
    storedVersionIs(0);
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(nodes.submit(() -> startVersions()));
      }
      for (Future<?> each : starts) {
        each.get();
      }
    } finally {
      nodes.shutdownNow();
    }

    assertThat(domain.rebuilds().list()).hasSize(1);
    assertThat(RebuildTests.schemas(jdbc)).hasSize(1);
  }

  // on H2 a part of the begin is committed before its end
  @ParameterizedTest(name = "before the commit: {0}")
  @ValueSource(booleans = {true, false})
  void versionIsBuiltAfterACrashAtItsBegin(boolean before) {
    storedVersionIs(0);
    assertThatThrownBy(() -> startVersions(new CrashingTransactions(manager, 1, before)))
        .isInstanceOf(CrashingTransactions.Crash.class);

    engine().run();

    assertThat(domain.rebuilds().list())
        .extracting(RebuildReport::status)
        .containsExactly(RebuildStatus.SWITCHED);
    assertThat(version()).isEqualTo(1);
    assertThat(RebuildTests.schemas(jdbc)).hasSize(1);
  }

  @Test
  void rebuildThatIsBeingBegunIsNotAbandoned() {
    storedVersionIs(0);
    AtomicBoolean looked = new AtomicBoolean();

    startVersions(
        new CrashingTransactions(manager, Integer.MAX_VALUE, true) {
          @Override
          public void commit(TransactionStatus status) {
            if (looked.compareAndSet(false, true)) {
              CompletableFuture.runAsync(() -> new BeginRebuild(parts(manager)).forgetAbandoned())
                  .join();
            }
            super.commit(status);
          }
        });

    assertThat(looked).isTrue();
    assertThat(domain.rebuilds().list())
        .extracting(RebuildReport::status)
        .containsExactly(RebuildStatus.RUNNING);
  }

  private Object startVersions() {
    return startVersions(manager);
  }

  private Object startVersions(PlatformTransactionManager transactions) {
    RebuildParts parts = parts(transactions);
    new StartNewVersions(parts, new BeginRebuild(parts), new EndRebuild(parts)).start();
    return parts;
  }

  private RebuildParts parts(PlatformTransactionManager transactions) {
    return RebuildTests.parts(domain, new Transactions(transactions), 10, 1);
  }

  @Test
  void failedVersionIsNotStartedAgain() {
    storedVersionIs(0);
    faults.fail("board", "o2", Integer.MAX_VALUE);
    engine().run();

    engine().run();

    assertThat(domain.rebuilds().list())
        .singleElement()
        .extracting(RebuildReport::status)
        .isEqualTo(RebuildStatus.FAILED);
    assertThat(version()).isZero();
    assertThat(board()).contains("o1 version 0 0");
  }

  @Test
  void lowerVersionWarnsAndBeginsNothing(CapturedOutput output) {
    storedVersionIs(2);

    engine().run();

    assertThat(domain.rebuilds().list()).isEmpty();
    assertThat(output)
        .contains(
            "subscription=board-projector is version 1 on this node, but its rows are of version 2: a rolling deployment is under way, or an older release was started. No rebuild begins");
  }

  @Test
  void newerVersionEndsRebuildOfOlderOne() {
    long older = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    jdbc.update("update foliot_rebuild_segment set version = 0");
    storedVersionIs(0);

    engine().run();

    assertThat(domain.rebuilds().show(older).status()).isEqualTo(RebuildStatus.CANCELLED);
    assertThat(domain.rebuilds().list())
        .extracting(RebuildReport::status)
        .containsExactly(RebuildStatus.SWITCHED, RebuildStatus.CANCELLED);
  }

  @Test
  void nodeWithOtherVersionTakesNoPart() {
    long id = domain.rebuilds().start(Board.class).id();
    jdbc.update("update foliot_rebuild_segment set version = 2");

    engine().run();

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.RUNNING);
    assertThat(domain.rebuilds().show(id).handled()).isZero();
  }

  @Test
  void rollBackRestoresVersionAndBeginsNothing() {
    storedVersionIs(0);
    engine().run();

    domain.rebuilds().rollBack(domain.rebuilds().list().get(0).id());
    engine().run();

    assertThat(version()).isZero();
    assertThat(board()).contains("o1 version 0 0");
    assertThat(domain.rebuilds().list()).hasSize(1);
  }

  // an operator removes the subscription of a projector that was renamed
  @Test
  void removedSubscriptionLeavesNothingBehind() {
    domain.rebuilds().start(Board.class);
    engine().run();
    jdbc.update("update foliot_subscription set name = 'renamed' where name = ?", BOARD);
    for (String table : List.of("foliot_segment", "foliot_checkpoint", "foliot_rebuild_segment")) {
      jdbc.update(
          "update %s set subscription = 'renamed' where subscription = ?".formatted(table), BOARD);
    }
    jdbc.update("delete from foliot_node_subscription");

    domain.subscriptions().remove("renamed");

    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
    assertThat(domain.rebuilds().list()).isEmpty();
    for (String table : List.of("foliot_rebuild", "foliot_rebuild_segment")) {
      assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class)).isZero();
    }
    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_checkpoint where subscription like 'foliot:former:%'",
                Integer.class))
        .isZero();
  }

  private void storedVersionIs(int version) {
    jdbc.update("update foliot_subscription set version = ? where name = ?", version, BOARD);
  }

  private int version() {
    return jdbc.queryForObject(
        "select version from foliot_subscription where name = ?", Integer.class, BOARD);
  }

  private List<String> board() {
    return RebuildTests.board(jdbc);
  }
}
