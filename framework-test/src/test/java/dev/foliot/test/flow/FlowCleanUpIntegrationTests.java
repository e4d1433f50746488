package dev.foliot.test.flow;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.work.ExpiringRows;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The clean-up removes what flow control need not remember. */
class FlowCleanUpIntegrationTests extends FlowTest {
  @Autowired List<ExpiringRows> expiring;
  @Autowired PlatformTransactionManager manager;

  private List<String> afterCleanUp() {
    new TransactionTemplate(manager)
        .executeWithoutResult(status -> expiring.forEach(each -> each.removeSome(100)));
    return jdbc.queryForList("select policy from foliot_admission order by policy", String.class);
  }

  @Test
  void removesWhatIsOver() {
    code.body =
        (ctx, order) -> {
          if (order.id().equals("single")) {
            ctx.wait("w", ofDays(2));
          }
          return order.id();
        };
    start(Limited.Rated.class, "c", "rated");
    start(Limited.Once.class, "c", "once");
    start(Limited.Single.class, "c", "single");
    engine.run();

    clock.advance(ofMinutes(60));
    assertThat(afterCleanUp()).containsExactly("idempotent", "rate_limit", "singleton");
    clock.advance(ofMinutes(2));
    assertThat(afterCleanUp()).containsExactly("idempotent", "singleton");
    clock.advance(ofHours(1));

    assertThat(afterCleanUp()).containsExactly("singleton");
    assertThat(start(Limited.Single.class, "c", "two").status()).isEqualTo(RunStatus.SKIPPED);
    advance(ofDays(2));
    assertThat(afterCleanUp()).isEmpty();
  }

  @Test
  void keepsARunThatIsRetriedMeanwhile() {
    code.body =
        (ctx, order) -> {
          throw new NonRetriableException("no");
        };
    start(Limited.Rated.class, "c", "failed");
    start(Limited.Rated.class, "c", "other");
    engine.run();
    clock.advance(ofDays(31));
    TransactionTemplate another = new TransactionTemplate(manager);
    another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    new TransactionTemplate(manager)
        .executeWithoutResult(
            retry -> {
              workflows.retry("failed");
              another.executeWithoutResult(
                  cleanUp -> expiring.forEach(each -> each.removeSome(100)));
            });

    code.body = Limited.Code.DEFAULT;
    engine.run();

    assertThat(status("failed")).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(workflows.list(RunFilter.all())).hasSize(1);
  }
}
