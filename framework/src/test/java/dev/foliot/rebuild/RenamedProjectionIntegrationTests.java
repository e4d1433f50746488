package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** Rebuilds of a projection whose class is renamed, with nodes of both versions. */
class RenamedProjectionIntegrationTests extends ShopTest {
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

  /** The version of the rows is still to be built, by the class of the new name. */
  @Test
  void rebuildOfRenamedClassBeginsAgain() {
    jdbc.update("update foliot_subscription set version = 0 where name = 'board-projector'");
    new StartNewVersions(parts(), new BeginRebuild(parts()), new EndRebuild(parts())).start();
    long former = domain.rebuilds().list().get(0).id();
    rename(former);

    engine().run();

    assertThat(domain.rebuilds().list())
        .extracting(RebuildReport::status)
        .containsExactly(RebuildStatus.SWITCHED, RebuildStatus.CANCELLED);
    assertThat(RebuildTests.board(jdbc)).containsExactly("o1 placed 0", "o2 placed 0");
    assertThat(RebuildTests.schemas(jdbc)).hasSize(1);
  }

  // in a rolling deployment, a node of the other version may start late
  @Test
  void rebuildOfRenamedClassGoesOnWhileItsNodesLive() {
    long id = domain.rebuilds().start(Board.class).id();
    rename(id);
    formerClassIsOnAnotherNode();
    RebuildSteps steps = RebuildTests.steps(parts());

    steps.step();
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.RUNNING);

    jdbc.update("update foliot_node set lease_until = current_timestamp where node = 'other'");
    clock.advance(Duration.ofSeconds(5));
    steps.step();
    steps.end();
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.CANCELLED);
  }

  @Test
  void olderNodeEndsNoRebuildOfARenamedClass() {
    long id = domain.rebuilds().start(Board.class).id();
    rename(id);
    jdbc.update("update foliot_rebuild_segment set version = 2");

    engine().run();

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.RUNNING);
  }

  @Test
  void newerNodeEndsTheRebuildOfARenamedClassAtOnce() {
    long id = domain.rebuilds().start(Board.class).id();
    rename(id);
    jdbc.update("update foliot_rebuild_segment set version = 0");
    formerClassIsOnAnotherNode();

    engine().run();

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.CANCELLED);
  }

  @Test
  void nodeDeclaresTheClassesOfItsProjections() {
    assertThat(RebuildWork.of(parts(), new RebuildSignal()).get(0).declares())
        .contains(RebuildWork.declared(Board.class.getName()));
  }

  @Test
  void rebuildOfUnknownClassIsLeftToOtherNodes() {
    long other = domain.rebuilds().start(Board.class).id();
    rename(other);
    jdbc.update("update foliot_rebuild_segment set subscription = 'of-another-application'");

    engine().run();

    assertThat(domain.rebuilds().show(other).status()).isEqualTo(RebuildStatus.RUNNING);
  }

  @Test
  void formerRowsOfRenamedClassAreReplaced() {
    long former = domain.rebuilds().start(Board.class).id();
    engine().run();
    rename(former);

    domain.rebuilds().start(Board.class);
    engine().run();

    assertThat(domain.rebuilds().show(former).status()).isEqualTo(RebuildStatus.REPLACED);
    assertThat(domain.rebuilds().show(former).hasFormerRows()).isFalse();
    assertThat(RebuildTests.schemas(jdbc)).hasSize(1);
  }

  private void formerClassIsOnAnotherNode() {
    jdbc.update(
        "insert into foliot_node values ('other', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('other', ?)",
        RebuildWork.declared("former.Board"));
  }

  private void rename(long rebuild) {
    jdbc.update(
        "update foliot_rebuild set projection = 'former.Board', active_key = replace(active_key,"
            + " projection, 'former.Board') where id = ?",
        rebuild);
  }

  private RebuildParts parts() {
    return RebuildTests.parts(domain, new Transactions(manager), 10, 1);
  }
}
