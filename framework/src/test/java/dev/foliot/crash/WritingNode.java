package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.crash.Counters.Count;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Stands beside the nodes that a test troubles: it creates the tables, writes, delivers nothing.
 */
final class WritingNode implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private final AnnotationConfigApplicationContext context;
  private final Ledger ledger;

  WritingNode(HikariDataSource database) {
    context =
        Counters.start(
            database,
            "writer",
            Map.of(
                "foliot.engine.enabled", "false",
                "foliot.schema.initialize", "always"));
    ledger = context.getBean(Ledger.class);
    ledger.create();
  }

  Ledger ledger() {
    return ledger;
  }

  Domain domain() {
    return context.getBean(Domain.class);
  }

  void write(int commands) {
    Domain domain = domain();
    for (int i = 0; i < commands; i++) {
      domain.process(new Count("c" + i % 5, "g" + i % 2, false));
    }
  }

  /** Everything is done once, nothing waits, nothing is parked. */
  void awaitBalance() {
    await()
        .atMost(AT_MOST)
        .untilAsserted(
            () -> {
              assertThat(ledger.imbalances()).isEmpty();
              assertThat(ledger.unfinished()).isEmpty();
            });
    assertThat(ledger.contradictions()).isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
