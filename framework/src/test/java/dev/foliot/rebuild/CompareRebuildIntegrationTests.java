package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.rebuild.Compared.LastOfAll;
import dev.foliot.rebuild.Compared.LastOfAllProjector;
import dev.foliot.rebuild.Compared.SeenAt;
import dev.foliot.rebuild.Compared.SeenAtProjector;
import dev.foliot.rebuild.Compared.ShareOf;
import dev.foliot.rebuild.Compared.ShareOfProjector;
import dev.foliot.rebuild.Compared.SumOf;
import dev.foliot.rebuild.Compared.SumOfProjector;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Comparisons of projections with their rebuilds, on a database that is in use. */
@Import({
  SumOfProjector.class,
  SeenAtProjector.class,
  LastOfAllProjector.class,
  ShareOfProjector.class
})
@TestPropertySource(properties = "foliot.engine.segments=4")
class CompareRebuildIntegrationTests extends ShopTest {
  private static final CompareOptions ALL = CompareOptions.standard();

  @BeforeEach
  void receive() {
    Compared.createTables(jdbc);
    for (int i = 0; i < 12; i++) {
      domain.process(new Receive("p" + i % 4, i));
    }
    engine().run();
  }

  @AfterEach
  void dropTables() {
    Compared.TABLES.forEach(table -> jdbc.execute("drop table " + table));
  }

  private List<String> differences(Class<?> projection) {
    return domain.rebuilds().compare(projection, ALL).differences().stream()
        .map(RowDifference::toString)
        .map(String::toLowerCase)
        .toList();
  }

  private List<String> schemas() {
    return jdbc.queryForList(
        "select schema_name from information_schema.schemata where lower(schema_name) like '%_compare_%'",
        String.class);
  }

  @Test
  void projectorThatDependsOnEventsOnlyIsEqual() {
    RebuildComparison found = domain.rebuilds().compare("sum-of-projector", ALL);

    assertThat(found.isEqual()).isTrue();
    assertThat(found).hasToString("Projection %s equals its rebuild.", SumOf.class.getName());
    assertThat(schemas()).isEmpty();
  }

  @Test
  void rowsThatWereChangedByHandAreFound() {
    jdbc.update("update sum_of set total = 99 where product = 'p1'");
    jdbc.update("delete from sum_of where product = 'p2'");

    assertThat(differences(SumOf.class))
        .containsExactly(
            "sum_of product=p1: total is 99 live, 15 rebuilt",
            "sum_of product=p2: missing in the live table");
    assertThat(jdbc.queryForObject("select total from sum_of where product = 'p1'", Integer.class))
        .isEqualTo(99);
  }

  @Test
  void projectorThatDependsOnTimeIsFound() {
    assertThat(differences(SeenAt.class))
        .hasSize(4)
        .allMatch(each -> each.startsWith("seen_at product=p") && each.contains(": at is 20"));
  }

  @Test
  void projectorThatDependsOnTheOrderAcrossKeysIsFound() {
    assertThat(differences(LastOfAll.class))
        .singleElement()
        .asString()
        .startsWith("last_of_all id=1: product is p");
  }

  @Test
  void projectorThatDependsOnOtherStateIsFound() {
    domain.process(new Place("o1", "none", 1));
    engine().run();

    assertThat(differences(ShareOf.class))
        .hasSize(4)
        .contains("share_of product=p0: orders is 0 live, 1 rebuilt");
  }

  @Test
  void effectsOfTheProjectorAreHeldBack() {
    domain.process(new Receive("told", 10));
    domain.process(new Place("o1", "told", 1));
    engine().run();
    String sums = "select sum(total) from sum_of where product in ('told', 'submitted')";
    assertThat(jdbc.queryForObject(sums, Integer.class)).isEqualTo(111);
    List<Long> before = stored();

    assertThat(differences(SumOf.class)).isEmpty();

    assertThat(stored()).isEqualTo(before);
  }

  /** Messages after the lowest checkpoint are handled in the snapshot. */
  @Test
  void effectsAreHeldBackInTheSnapshotToo() {
    domain.process(new Receive("told", 10));
    domain.process(new Place("o1", "told", 1));
    engine().run();
    List<Long> before = stored();
    String checkpoint = "from foliot_checkpoint where subscription = 'sum-of-projector'";
    List<Integer> segments =
        jdbc.queryForList("select distinct segment " + checkpoint, Integer.class);
    faults.reset();

    segments.forEach(this::compareAsIfBehind);

    assertThat(stored()).isEqualTo(before);
    assertThat(faults.calls()).contains("again told");
  }

  @Test
  void failureInTheSnapshotNamesTheMessage() {
    Stream.of("p0", "p1", "p2", "p3")
        .forEach(product -> faults.fail("again", product, Integer.MAX_VALUE));
    jdbc.update(
        "update foliot_checkpoint set position = 0 where subscription = 'sum-of-projector' and segment = 0");

    assertThatThrownBy(() -> differences(SumOf.class))
        .isInstanceOf(ReplayFailedException.class)
        .hasMessageContaining("Subscription sum-of-projector failed for message received stock-p")
        .hasMessageContaining("again fails on p");
    assertThat(schemas()).isEmpty();
  }

  /** Its transaction would lock tables of Foliot until the end. */
  @Test
  void reservationLocksNoTable() {
    assumeTrue(TestDatabases.isPostgres());
    AtomicReference<List<String>> locked = new AtomicReference<>();
    faults.during("again", "p1", () -> locked.compareAndSet(null, tablesOfReservation()));

    assertThat(differences(SumOf.class)).isEmpty();

    assertThat(locked.get()).isEmpty();
  }

  private List<String> tablesOfReservation() {
    return jdbc.queryForList(
        """
        select relation::regclass::text
          from pg_locks
         where locktype = 'relation'
           and relation::regclass::text not like 'pg\\_%'
           and pid in (select pid from pg_locks where locktype = 'advisory')
           and pid <> pg_backend_pid()""",
        String.class);
  }

  private void compareAsIfBehind(int segment) {
    String set =
        "update foliot_checkpoint set position = ? where subscription = 'sum-of-projector' and segment = ?";
    Long head = jdbc.queryForObject("select max(position) from foliot_message", Long.class);
    jdbc.update(set, 0, segment);
    domain.rebuilds().compare(SumOf.class, ALL.batchSizes(7));
    jdbc.update(set, head, segment);
  }

  private List<Long> stored() {
    return Stream.of("foliot_message", "foliot_timer", "foliot_outbox")
        .map(table -> jdbc.queryForObject("select count(*) from " + table, Long.class))
        .toList();
  }

  /** It would drop the tables of the other one, whose rows would then go to the live tables. */
  @Test
  void isRefusedWhileAnotherOneRuns() {
    AtomicReference<Throwable> refused = new AtomicReference<>();
    faults.during(
        "again",
        "p1",
        () ->
            refused.compareAndSet(
                null, catchThrowable(() -> domain.rebuilds().compare(SumOf.class, ALL))));

    assertThat(differences(SumOf.class)).isEmpty();

    assertThat(refused.get())
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessage(
            "Projection %s is being compared with its rebuild. Wait for the end, and compare again.",
            SumOf.class.getName());
    assertThat(differences(SumOf.class)).isEmpty();
  }

  @Test
  void eventsThatArriveMeanwhileAreLeftOrHandledOnBothSides() {
    AtomicInteger arrived = new AtomicInteger();
    faults.during("again", "p1", () -> receiveInAnotherThread("p" + arrived.incrementAndGet() % 6));

    assertThat(differences(SumOf.class)).isEmpty();

    assertThat(arrived.get()).isGreaterThan(11);
    assertThat(jdbc.queryForObject("select sum(total) from sum_of", Integer.class))
        .isEqualTo(66 + 100 * arrived.get());
  }

  private void receiveInAnotherThread(String product) {
    CompletableFuture.runAsync(
            () -> {
              domain.process(new Receive(product, 100));
              engine().run();
            })
        .join();
  }

  @Test
  void archivedEventsAreHandledIfAsked() {
    domain.repositoryFor(Stock.class).close("p3", "no longer sold");
    engine().run();
    clock.advance(Duration.ofDays(91));
    assertThat(domain.archive().run().events()).isEqualTo(3);

    assertThat(differences(SumOf.class))
        .containsExactly("sum_of product=p3: missing in the rebuild");
    assertThat(domain.rebuilds().compare(SumOf.class, ALL.withArchive()).differences()).isEmpty();
  }

  @Test
  void liveRowsMoveOnMeanwhile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> first = threads.submit(() -> receive("a"));
      Future<?> second = threads.submit(() -> receive("b"));
      int compared = 0;
      while (!first.isDone() || !second.isDone() || compared < 2) {
        compared += compareOnce();
      }
      first.get();
      second.get();
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Returns 0 if the comparison was refused: each run of the engine starts a node, which may look
   * for tables of crashed comparisons at this moment.
   */
  private int compareOnce() {
    try {
      assertThat(domain.rebuilds().compare(SumOf.class, ALL.batchSizes(7, 500)).differences())
          .isEmpty();
      return 1;
    } catch (RebuildRefusedException e) {
      assertThat(e).hasMessageContaining("is being compared");
      return 0;
    }
  }

  private Object receive(String writer) {
    for (int i = 0; i < 40; i++) {
      domain.process(new Receive(writer + i % 10, 1));
      if (writer.equals("a")) {
        engine().run();
      }
    }
    return writer;
  }
}
