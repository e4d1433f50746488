package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** How often an idle node asks the database for runs. */
@TestPropertySource(properties = "test.count-statements=true")
class IdleBudgetIntegrationTests extends WorkflowTest {

  @Test
  void waitingRunsAddNothingToAnIdleCycle() throws SQLException {
    code(
        (ctx, input) -> {
          ctx.wait("day", Duration.ofDays(1));
          return input;
        });
    engine.run();
    int without = looksOfAnIdleCycle();

    for (int i = 0; i < 50; i++) {
      start("r-" + i);
    }
    engine.run();

    assertThat(looksOfAnIdleCycle()).isEqualTo(without).isPositive();
  }

  private int looksOfAnIdleCycle() throws SQLException {
    return Objects.requireNonNull(jdbc.getDataSource())
        .unwrap(CountStatements.class)
        .looksOfAnIdleCycle(engine);
  }
}
