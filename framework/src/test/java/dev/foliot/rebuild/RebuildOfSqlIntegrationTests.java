package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.archive.ArchiveReport;
import dev.foliot.handler.On;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.rebuild.RebuildOfSqlIntegrationTests.CountOnce;
import dev.foliot.rebuild.RebuildOfSqlIntegrationTests.SumStock;
import dev.foliot.rebuild.RebuildOfSqlIntegrationTests.TellOthers;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.Shop.Reserved;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Projectors that write by SQL, take lists, deduplicate, or have effects elsewhere. */
@Import({SumStock.class, CountOnce.class, TellOthers.class})
class RebuildOfSqlIntegrationTests extends ShopTest {
  private static final List<String> TABLES = List.of("stock_sum", "stock_count", "stock_seen");

  @Projection(tables = "stock_sum")
  record StockSum(String productId, int total) {}

  @Projection(tables = {"stock_count", "stock_seen"})
  record StockCount(String productId, int events) {}

  /** Takes the events of a batch at once. */
  @Projector(StockSum.class)
  static class SumStock {
    private final JdbcTemplate jdbc;

    SumStock(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(List<Received> events) {
      for (Received event : events) {
        int known =
            jdbc.update(
                "update stock_sum set total = total + ?, calls = calls + 1 where product_id = ?",
                event.quantity(),
                event.productId());
        if (known == 0) {
          jdbc.update(
              "insert into stock_sum (product_id, total, calls) values (?, ?, 1)",
              event.productId(),
              event.quantity());
        }
      }
      jdbc.update(
          "update stock_sum set largest_list = ? where largest_list < ?",
          events.size(),
          events.size());
    }
  }

  /** Remembers the ids of the events that it has counted. */
  @Projector(StockCount.class)
  static class CountOnce {
    private final JdbcTemplate jdbc;

    CountOnce(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(Received event, Metadata metadata) {
      count(event.productId(), metadata);
    }

    @On
    void reserved(Reserved event, RecordedMessage message) {
      count(event.productId(), message.metadata());
    }

    private void count(String productId, Metadata metadata) {
      Integer seen =
          jdbc.queryForObject(
              "select count(*) from stock_seen where id = ?", Integer.class, metadata.id());
      if (seen != null && seen == 0) {
        jdbc.update("insert into stock_seen (id) values (?)", metadata.id());
        if (jdbc.update(
                "update stock_count set events = events + 1 where product_id = ?", productId)
            == 0) {
          jdbc.update("insert into stock_count (product_id, events) values (?, 1)", productId);
        }
      }
    }
  }

  /** Fills the sums too, and raises an event and submits a command for each message. */
  @Projector(value = StockSum.class, name = "tell-others")
  static class TellOthers {
    private final AggregateRepository<Stock> stocks;
    private final Faults faults;
    private final ObjectProvider<Domain> domain;

    TellOthers(AggregateRepository<Stock> stocks, Faults faults, ObjectProvider<Domain> domain) {
      this.stocks = stocks;
      this.faults = faults;
      this.domain = domain;
    }

    @On
    void reserved(Reserved event) {
      faults.call("tell-others", event.orderId() + (Replay.isRunning() ? " replay" : ""));
      if (event.productId().equals("told")) {
        stocks.get("told").add(100);
        domain.getObject().submit(new Receive("submitted", 1));
      }
    }
  }

  @Autowired private PlatformTransactionManager manager;

  @BeforeEach
  void createTables() {
    jdbc.execute(
        "create table stock_sum (product_id varchar(20) primary key, total int not null, calls int not null, largest_list int default 0 not null)");
    jdbc.execute(
        "create table stock_count (product_id varchar(20) primary key, events int not null)");
    jdbc.execute("create table stock_seen (id uuid primary key)");
  }

  @AfterEach
  void dropTables() {
    RebuildTests.dropAll(domain, jdbc);
    TABLES.forEach(table -> jdbc.execute("drop table " + table));
  }

  @Test
  void listProjectorGetsListsAndSameRows() {
    for (int i = 0; i < 12; i++) {
      domain.process(new Receive("p" + i % 3, i));
      engine().run();
    }
    assertThat(ints("select max(largest_list) from stock_sum")).isEqualTo(1);
    jdbc.update("delete from stock_sum where product_id = 'p1'");

    domain.rebuilds().start("sum-stock", RebuildOptions.beside());
    engine().run();

    assertThat(ints("select count(*) from stock_sum")).isEqualTo(3);
    assertThat(ints("select sum(total) from stock_sum")).isEqualTo(66);
    assertThat(ints("select sum(calls) from stock_sum")).isEqualTo(12);
    assertThat(ints("select max(largest_list) from stock_sum")).isEqualTo(12);
  }

  @Test
  void projectorThatDeduplicatesIsRestored() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    engine().run();
    assertThat(ints("select events from stock_count")).isEqualTo(3);
    jdbc.update("update stock_count set events = 77");

    domain.rebuilds().start(StockCount.class);
    engine().run();

    assertThat(ints("select events from stock_count")).isEqualTo(3);
    assertThat(ints("select count(*) from stock_seen")).isEqualTo(3);
  }

  @Test
  void eventThatIsReplayedAndDeliveredCountsOnce() {
    domain.process(new Receive("p1", 10));
    engine().run();
    domain.process(new Receive("p1", 5));
    domain.rebuilds().start(StockSum.class);
    domain.process(new Receive("p1", 7));
    engine().run();
    domain.process(new Receive("p1", 1));
    engine().run();

    assertThat(ints("select total from stock_sum")).isEqualTo(23);
    assertThat(ints("select calls from stock_sum")).isEqualTo(4);
  }

  @Test
  void effectsOfHandlerAreHeldBack() {
    domain.process(new Receive("told", 10));
    domain.process(new Place("o1", "told", 1));
    engine().run();
    long messages = ints("select count(*) from foliot_message");
    assertThat(faults.calls()).contains("tell-others o1");
    assertThat(Replay.isRunning()).isFalse();

    domain.rebuilds().start(StockSum.class);
    engine().run();

    assertThat(faults.calls()).contains("tell-others o1 replay");
    assertThat(ints("select count(*) from foliot_message")).isEqualTo((int) messages);
    assertThat(ints("select count(*) from foliot_timer")).isZero();
    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(domain.rebuilds().list().get(0).subscriptions())
        .containsExactly("sum-stock", "tell-others");
  }

  @Test
  void archivedEventsAreHandledIfAsked() {
    archiveStock();

    domain.rebuilds().start(StockSum.class);
    engine().run();
    assertThat(ints("select count(*) from stock_sum")).isZero();

    domain.rebuilds().start(StockSum.class, RebuildOptions.beside().withArchive());
    engine().run();
    assertThat(ints("select sum(total) from stock_sum")).isEqualTo(15);
    assertThat(ints("select sum(calls) from stock_sum")).isEqualTo(2);
  }

  @Test
  void twoProjectionsTakeTurns() {
    for (int i = 0; i < 3; i++) {
      domain.process(new Receive("p1", i));
    }
    RebuildParts parts = RebuildTests.parts(domain, new Transactions(manager), 1, 1);
    for (Class<?> each : List.of(StockSum.class, StockCount.class)) {
      new BeginRebuild(parts)
          .begin(parts.projections().require(each), RebuildOptions.beside(), null);
    }
    RebuildSteps steps =
        RebuildTests.steps(
            RebuildTests.parts(
                domain, new Transactions(manager), new RebuildSettings(1, 1, 50, 1)));

    List<Long> moved = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Map<Long, Long> before = positions();
      steps.step();
      positions().entrySet().stream()
          .filter(each -> !before.get(each.getKey()).equals(each.getValue()))
          .forEach(each -> moved.add(each.getKey()));
    }
    steps.end();

    assertThat(moved).hasSize(4);
    assertThat(moved.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(moved.subList(2, 4));
  }

  /** The sum of the positions of all segments, by rebuild. */
  private Map<Long, Long> positions() {
    Map<Long, Long> sums = new HashMap<>();
    jdbc.query(
        "select rebuild, sum(position) from foliot_rebuild_segment group by rebuild",
        row -> {
          sums.put(row.getLong(1), row.getLong(2));
        });
    return sums;
  }

  // an event that is archived before the rebuild has handled it would be lost
  @Test
  void archiveWaitsForRebuild() {
    domain.process(new Receive("p1", 10));
    engine().run();
    domain.repositoryFor(Stock.class).close("p1", "no longer sold");
    domain.rebuilds().start(StockSum.class);
    clock.advance(Duration.ofDays(91));

    ArchiveReport report = domain.archive().run();

    assertThat(report.events()).isZero();
    assertThat(report.waiting()).isEqualTo(Map.of("sum-stock", 1));
    engine().run();
    domain.rebuilds().dropFormer(domain.rebuilds().list().get(0).id());
    assertThat(domain.archive().run().events()).isEqualTo(1);
    assertThat(ints("select total from stock_sum")).isEqualTo(10);
  }

  private void archiveStock() {
    domain.process(new Receive("p1", 10));
    domain.process(new Receive("p1", 5));
    engine().run();
    domain.repositoryFor(Stock.class).close("p1", "no longer sold");
    engine().run();
    clock.advance(Duration.ofDays(91));
    assertThat(domain.archive().run().events()).isEqualTo(2);
  }

  private int ints(String sql) {
    Integer found = jdbc.queryForObject(sql, Integer.class);
    return found == null ? 0 : found;
  }
}
