package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.shop.Shop.PlaceOrder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

/** Each test finds nothing, and leaves as much as it can. */
@SyncFlowTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CleanDatabaseIntegrationTests {
  @Autowired Domain domain;
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @Autowired Flow flow;

  @BeforeEach
  void findNothing() {
    for (String table :
        new String[] {
          "orders", "order_dashboard", "foliot_message", "category", "product", "employee"
        }) {
      assertThat(count(table)).as(table).isZero();
    }
    assertThat(clock.instant()).isEqualTo(TestClock.START);
    assertThat(flow).publishedNothing();
    assertThat(domain.viewFor(OrderDashboard.class).findAll()).isEmpty();
  }

  /** In whatever order of tables: what refers to each other, and in circles. */
  private void leaveWhatIsPossible() {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    jdbc.sql("insert into category (id) values (7)").update();
    jdbc.sql("insert into product (id, category) values (7, 7)").update();
    jdbc.sql("insert into employee (id) values (7)").update();
    jdbc.sql("insert into department (id, head) values (7, 7)").update();
    jdbc.sql("update employee set department = 7").update();
    clock.advance(Duration.ofDays(1));
  }

  @Test
  @Order(1)
  void cleansWhatTheApplicationLoadedAtItsStart() {
    leaveWhatIsPossible();
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(ints = {1, 2})
  void cleansBeforeEachInvocation(int invocation) {
    leaveWhatIsPossible();
  }

  @Test
  @Order(3)
  @Transactional
  void cleansBeforeTheTransactionOfTheTest() {
    leaveWhatIsPossible();
  }

  @Test
  @Order(4)
  @Sql(
      statements = "insert into employee (id) values (8)",
      executionPhase = Sql.ExecutionPhase.AFTER_TEST_METHOD)
  void cleansWhatScriptsLeave() {
    leaveWhatIsPossible();
  }

  @Test
  @Order(5)
  void checksForeignKeysAfterwards() {
    assertThatThrownBy(() -> jdbc.sql("insert into product (id, category) values (9, 9)").update())
        .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
  }

  @Test
  @Order(6)
  void leavesMigrationHistoryAlone() {
    assertThat(count("flyway_schema_history")).isEqualTo(1);
  }

  @Nested
  class WithinAnother {
    @Test
    void cleansForNestedTests(Flow nested) {
      assertThat(nested).publishedNothing();
      leaveWhatIsPossible();
    }

    @Test
    void cleansForEachNestedTest() {
      leaveWhatIsPossible();
    }
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
