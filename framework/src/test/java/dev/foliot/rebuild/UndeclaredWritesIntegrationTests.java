package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.message.RecordedMessage;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.rebuild.UndeclaredWritesIntegrationTests.TwoTables;
import dev.foliot.shop.Shop.Faults;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** A projector that writes to a table which it does not declare. */
@Import(TwoTables.class)
class UndeclaredWritesIntegrationTests extends ShopTest {
  @Autowired private PlatformTransactionManager manager;

  @Projection(tables = "declared_sum")
  record DeclaredSum(String product, int total) {}

  /** Writes a second table, and skips what fails. */
  @Projector(value = DeclaredSum.class, name = "two-tables")
  static class TwoTables {
    private final JdbcTemplate jdbc;
    private final Faults faults;

    TwoTables(JdbcTemplate jdbc, Faults faults) {
      this.jdbc = jdbc;
      this.faults = faults;
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.skip();
    }

    @On
    void received(Received event) {
      faults.call(Replay.isRunning() ? "again" : "live", event.productId());
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

  private void duringReplay(String product, String nextProduct, int quantity) {
    faults.during(
        "again",
        product,
        () ->
            CompletableFuture.runAsync(() -> domain.process(new Receive(nextProduct, quantity)))
                .join());
  }

  /** The event of the last product comes so late that it is left to the switch. */
  private long rebuildDuringEvents(int lastQuantity) {
    receive(1);
    duringReplay("p1", "p2", 1);
    duringReplay("p2", "p3", lastQuantity);
    RebuildParts parts = RebuildTests.parts(domain, new Transactions(manager), 500, 1);
    long id =
        new BeginRebuild(parts)
            .begin(parts.projections().require(DeclaredSum.class), RebuildOptions.beside(), null)
            .orElseThrow();
    RebuildSteps steps = RebuildTests.steps(parts);
    for (int i = 0; i < 5; i++) {
      steps.step();
    }
    steps.end();
    return id;
  }

  private List<String> products() {
    return jdbc.queryForList("select product from declared_sum order by 1", String.class);
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
  void switchByHandIsRefused() {
    receive(1);
    long id =
        domain.rebuilds().start(DeclaredSum.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();
    domain.process(new Receive("p2", 9));

    assertThatThrownBy(() -> domain.rebuilds().switchOver(id))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining("which it does not declare");

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.CAUGHT_UP);
    assertThat(notes()).isZero();
  }

  @Test
  void switchFailsTheRebuild() {
    long id = rebuildDuringEvents(9);

    RebuildReport report = domain.rebuilds().show(id);
    assertThat(report.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(report.failure().subscription()).isNull();
    assertThat(report.failure().error()).contains("which it does not declare");
    assertThat(notes()).isZero();
    engine().run();
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void messageThatFailsAtTheSwitchIsSkippedBeforeTheNextTry() {
    faults.fail("again", "p3", Integer.MAX_VALUE);

    long id = rebuildDuringEvents(1);

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.SWITCHED);
    engine().run();
    assertThat(products()).containsExactly("p1", "p2");
  }

  @Test
  void declaredTablesMayBeWrittenByTheSwitch() {
    receive(1);
    long id =
        domain.rebuilds().start(DeclaredSum.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();
    domain.process(new Receive("p2", 2));

    domain.rebuilds().switchOver(id);

    engine().run();
    assertThat(products()).containsExactly("p1", "p2");
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
