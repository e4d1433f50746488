package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.projection.ProjectionNotFoundException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.RunTestClass;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a reader of projections is told, and an engine that sees nothing. */
@SyncFlowTest
class ViewsIntegrationTests {
  @Autowired Domain domain;

  @Test
  void namesTheProjectorOfAMissingRow() {
    assertThatThrownBy(() -> domain.viewFor(OrderDashboard.class).get("none"))
        .isInstanceOf(ProjectionNotFoundException.class)
        .hasMessageContaining("There is no OrderDashboard with id none.")
        .hasMessageContaining("order-dashboard-projector has an @On method")
        .hasMessageNotContaining("engine");
  }

  @Test
  void refusesAnEntityThatIsNoProjection() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> domain.viewFor(Order.class))
        .withMessageContaining(
            "it is neither a JPA entity of the application with @Projection, nor a record");
  }

  /** Run by the test below. */
  @EngineTest
  @Transactional
  static class EngineInATransaction {
    @Test
    void seesNothing() {}
  }

  /** Run by the test below. */
  @EngineTest
  static class EngineInATransactionOfJakarta {
    @Test
    @jakarta.transaction.Transactional
    void method() {}

    @Nested
    @jakarta.transaction.Transactional
    class Inner {
      @Test
      void nested() {}

      @Test
      @Transactional(propagation = Propagation.NOT_SUPPORTED)
      void without() {}
    }
  }

  @Test
  void refusesAnEngineTestInATransactionOfJakarta() {
    assertThat(RunTestClass.failures(EngineInATransactionOfJakarta.class))
        .containsOnlyKeys("method()", "nested()")
        .allSatisfy(
            (test, failure) ->
                assertThat(failure).contains("is an @EngineTest and @Transactional"));
  }

  @Test
  void refusesAnEngineTestInATransaction() {
    assertThat(RunTestClass.failures(EngineInATransaction.class).get("seesNothing()"))
        .contains("EngineInATransaction.seesNothing is an @EngineTest and @Transactional")
        .contains("Remove @Transactional");
  }
}
