package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.rebuild.UndeclaredWritesIntegrationTests.TwoTables;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.ShopTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** A projector that writes to a table which it does not declare. */
@Import(TwoTables.class)
class UndeclaredWritesIntegrationTests extends ShopTest {
  @Projection(tables = "declared_sum")
  record DeclaredSum(String product, int total) {}

  /** Writes a second table. */
  @Projector(value = DeclaredSum.class, name = "two-tables")
  static class TwoTables {
    private final JdbcTemplate jdbc;

    TwoTables(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void received(Received event) {
      jdbc.update("insert into declared_sum values (?, ?)", event.productId(), event.quantity());
      if (event.quantity() > 5) {
        jdbc.update("insert into undeclared_note values (?)", event.productId());
      }
    }
  }

  @BeforeEach
  void createTables() {
    jdbc.execute("create table declared_sum (product varchar(20), total int not null)");
    jdbc.execute("create table undeclared_note (product varchar(20))");
  }

  @AfterEach
  void dropTables() {
    RebuildTests.dropAll(domain, jdbc);
    jdbc.execute("drop table declared_sum");
    jdbc.execute("drop table undeclared_note");
  }

  private void receive(int quantity) {
    domain.process(new Receive("p1", quantity));
    engine().run();
  }

  private Integer notes() {
    return jdbc.queryForObject("select count(*) from undeclared_note", Integer.class);
  }

  @Test
  void rebuildFailsAndNamesTheTable() {
    receive(1);
    receive(9);

    long id = domain.rebuilds().start(DeclaredSum.class).id();
    engine().run();

    RebuildReport report = domain.rebuilds().show(id);
    assertThat(report.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(report.failure().subscription()).isEqualTo("two-tables");
    assertThat(report.failure().error())
        .containsPattern(
            "The projector of .*DeclaredSum has written to (?i)public.undeclared_note(?-i), which it does not declare");
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void comparisonFailsToo() {
    receive(9);

    assertThatThrownBy(
            () -> domain.rebuilds().compare(DeclaredSum.class, CompareOptions.standard()))
        .hasMessageContaining("which it does not declare");
    assertThat(notes()).isEqualTo(1);
  }

  /** Live deliveries of the same connection have written both tables before. */
  @Test
  void othersMayWriteTheTable() {
    receive(1);
    jdbc.update("insert into undeclared_note values ('x')");

    domain.rebuilds().start(DeclaredSum.class);
    engine().run();

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(domain.rebuilds().compare(DeclaredSum.class, CompareOptions.standard()).isEqual())
        .isTrue();
  }
}
