package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.projection.ProjectionNotFoundException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.RunTestClass;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
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

  @Test
  void refusesAnEngineTestInATransaction() {
    assertThat(RunTestClass.failures(EngineInATransaction.class).get("seesNothing()"))
        .contains("EngineInATransaction.seesNothing is an @EngineTest and @Transactional")
        .contains("Remove @Transactional");
  }
}
