package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** A rebuild loses and doubles nothing, whatever happens to the nodes that do it. */
class RebuildCrashIntegrationTests extends ShopTest {
  private static final int MOST_COMMITS = 60;

  @Autowired private PlatformTransactionManager manager;
  private RebuildStatus statusAtCrash;

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  // a crash after a commit finds what one before the next commit finds
  @Test
  void crashAtAnyCommitLosesAndDoublesNothing() {
    int crash = 0;
    int switched = 0; // the commit of the switch
    boolean crashed = true;
    while (crashed) {
      crash++;
      assertThat(crash).isLessThan(MOST_COMMITS);
      crashed = crashes(crash, true);
      if (switched == 0 && statusAtCrash == RebuildStatus.SWITCHED) {
        switched = crash - 1;
      }
    }
    assertThat(crash).as("commits of a rebuild").isGreaterThan(5);
    assertThat(crashes(switched, false)).isTrue();
    assertThat(statusAtCrash).isEqualTo(RebuildStatus.SWITCHED);
  }

  /** Whether a node has died at this commit; nothing is lost or doubled then. */
  private boolean crashes(int commit, boolean before) {
    beginAgain();
    fillBoard(3);
    domain.rebuilds().start(Board.class);

    boolean crashed = dies(new CrashingTransactions(manager, commit, before));
    statusAtCrash = domain.rebuilds().list().get(0).status();
    domain.process(new Cancel("o2"));
    engine().run();

    assertThat(board())
        .as("crash %s commit %s", before ? "before" : "after", commit)
        .containsExactly("o1 cancelled 2", "o2 cancelled 2", "o3 reserved 1");
    RebuildReport ended = domain.rebuilds().list().get(0);
    assertThat(ended.status()).isEqualTo(RebuildStatus.SWITCHED);
    domain.rebuilds().dropFormer(ended.id());
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
    return crashed;
  }

  // on H2 a part of the start is committed before its end
  @ParameterizedTest(name = "before the commit: {0}")
  @ValueSource(booleans = {true, false})
  void crashAtStartCanBeRepaired(boolean before) {
    fillBoard(2);
    List<String> expected = board();
    RebuildParts dying =
        parts(new Transactions(new CrashingTransactions(manager, 1, before)), 2, 1);
    assertThatThrownBy(
            () ->
                new BeginRebuild(dying)
                    .begin(dying.projections().require(Board.class), RebuildOptions.beside(), null))
        .hasMessage(CrashingTransactions.AT_COMMIT);

    domain.rebuilds().list().forEach(left -> domain.rebuilds().cancel(left.id()));
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
    domain.rebuilds().start(Board.class);
    engine().run();

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(board()).isEqualTo(expected);
  }

  /** A node takes steps until it dies, or until nothing is left to do. */
  private boolean dies(CrashingTransactions transactions) {
    RebuildSteps steps = steps(new Transactions(transactions), 2, 1);
    try {
      while (steps.step()) {
        assertThat(transactions.isDead()).isFalse();
      }
    } catch (Throwable died) {
      assertThat(transactions.isDead()).as("died of %s", died).isTrue();
    } finally {
      steps.abandon();
    }
    return transactions.isDead();
  }

  @Test
  void nodesShareSegments() {
    fillBoard(12);
    List<String> expected = board();
    RebuildSteps one = steps(new Transactions(manager), 2, 3);
    RebuildSteps other = steps(new Transactions(manager), 3, 3);
    begin(3);

    boolean more = true;
    while (more) {
      more = one.step();
      more |= other.step();
    }

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(domain.rebuilds().list().get(0).handled()).isEqualTo(12 * 2 + 1);
    assertThat(board()).isEqualTo(expected);
  }

  // events keep coming on other threads, two nodes rebuild, and a running engine delivers
  @Test
  void switchUnderLoadLosesAndDoublesNothing() throws Exception {
    fillBoard(5);
    node.start();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<?> writers = threads.submit(() -> write("a", 60));
      Future<?> others = threads.submit(() -> write("b", 60));
      begin(2);
      List<Throwable> problems = new CopyOnWriteArrayList<>();
      Future<?> one = threads.submit(() -> work(2, problems));
      Future<?> other = threads.submit(() -> work(3, problems));
      one.get();
      other.get();
      writers.get();
      others.get();
      assertThat(problems).isEmpty();
    } finally {
      threads.shutdownNow();
      node.stop();
    }
    engine().run();

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(board()).hasSize(125);
    assertThat(board()).filteredOn(row -> !row.endsWith(" 2")).hasSize(4);
    assertThat(board()).filteredOn(row -> row.endsWith(" 1")).hasSize(4);
  }

  private Object write(String writer, int orders) {
    for (int i = 0; i < orders; i++) {
      String order = writer + i;
      domain.process(new Receive("p-" + order, 1));
      domain.process(new Place(order, "p-" + order, 1));
      domain.process(new Cancel(order));
    }
    return writer;
  }

  /** Until the rows are switched. */
  private Object work(int batchSize, List<Throwable> problems) {
    RebuildSteps steps = steps(new Transactions(manager), batchSize, 2);
    try {
      while (domain.rebuilds().list().get(0).status().isActive() && problems.isEmpty()) {
        RebuildTests.step(steps);
      }
    } catch (Throwable e) {
      problems.add(e);
    } finally {
      steps.end();
    }
    return steps;
  }

  private void begin(int segments) {
    RebuildParts parts = parts(new Transactions(manager), 2, segments);
    new BeginRebuild(parts)
        .begin(parts.projections().require(Board.class), RebuildOptions.beside(), null);
  }

  private RebuildParts parts(Transactions transactions, int batchSize, int segments) {
    return RebuildTests.parts(domain, transactions, batchSize, segments);
  }

  private RebuildSteps steps(Transactions transactions, int batchSize, int segments) {
    return RebuildTests.steps(parts(transactions, batchSize, segments));
  }

  private void fillBoard(int orders) {
    domain.process(new Receive("p1", 100));
    IntStream.rangeClosed(1, orders)
        .forEach(each -> domain.process(new Place("o" + each, "p1", 1)));
    engine().run();
    domain.process(new Cancel("o1"));
    engine().run();
  }

  private List<String> board() {
    return RebuildTests.board(jdbc);
  }
}
