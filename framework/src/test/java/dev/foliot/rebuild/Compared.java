package dev.foliot.rebuild;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.Shop.Reserved;
import dev.foliot.shop.Shop.Stock;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/** Projections that are compared with their rebuilds. Only the first one can be rebuilt. */
final class Compared {
  static final List<String> TABLES = List.of("sum_of", "seen_at", "last_of_all", "share_of");

  private Compared() {}

  static void createTables(JdbcTemplate jdbc) {
    jdbc.execute("create table sum_of (product varchar(20) primary key, total int not null)");
    jdbc.execute(
        "create table seen_at (product varchar(20) primary key, at timestamp(6) not null)");
    jdbc.execute("create table last_of_all (id int primary key, product varchar(20) not null)");
    jdbc.execute("create table share_of (product varchar(20) primary key, orders int not null)");
  }

  @Projection(tables = "sum_of")
  record SumOf(String product, int total) {}

  /** Has effects outside of its table too. */
  @Projector(SumOf.class)
  static class SumOfProjector {
    private final JdbcTemplate jdbc;
    private final AggregateRepository<Stock> stocks;
    private final ObjectProvider<Domain> domain;
    private final Faults faults;

    SumOfProjector(
        JdbcTemplate jdbc,
        AggregateRepository<Stock> stocks,
        ObjectProvider<Domain> domain,
        Faults faults) {
      this.jdbc = jdbc;
      this.stocks = stocks;
      this.domain = domain;
      this.faults = faults;
    }

    @On
    void received(Received event) {
      faults.call(Replay.isRunning() ? "again" : "live", event.productId());
      if (jdbc.update(
              "update sum_of set total = total + ? where product = ?",
              event.quantity(),
              event.productId())
          == 0) {
        jdbc.update("insert into sum_of values (?, ?)", event.productId(), event.quantity());
      }
    }

    @On
    void reserved(Reserved event) {
      if (event.productId().equals("told")) {
        stocks.get("told").add(100);
        domain.getObject().submit(new Receive("submitted", 1));
      }
    }
  }

  @Projection(tables = "seen_at")
  record SeenAt(String product) {}

  /** Depends on time. */
  @Projector(SeenAt.class)
  static class SeenAtProjector {
    private final JdbcTemplate jdbc;

    SeenAtProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(Received event) {
      jdbc.update("delete from seen_at where product = ?", event.productId());
      jdbc.update(
          "insert into seen_at values (?, ?)", event.productId(), Timestamp.from(Instant.now()));
    }
  }

  @Projection(tables = "last_of_all")
  record LastOfAll(int id, String product) {}

  /** Depends on the order across keys. */
  @Projector(LastOfAll.class)
  static class LastOfAllProjector {
    private final JdbcTemplate jdbc;

    LastOfAllProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(Received event) {
      if (jdbc.update("update last_of_all set product = ?", event.productId()) == 0) {
        jdbc.update("insert into last_of_all values (1, ?)", event.productId());
      }
    }
  }

  @Projection(tables = "share_of")
  record ShareOf(String product, int orders) {}

  /** Depends on other state. */
  @Projector(ShareOf.class)
  static class ShareOfProjector {
    private final JdbcTemplate jdbc;

    ShareOfProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(Received event) {
      jdbc.update("delete from share_of where product = ?", event.productId());
      jdbc.update("insert into share_of select ?, count(*) from orders", event.productId());
    }
  }
}
