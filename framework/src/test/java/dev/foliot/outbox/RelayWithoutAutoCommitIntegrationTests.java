package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A pool whose connections commit nothing by themselves ({@code hikari.auto-commit=false}). */
class RelayWithoutAutoCommitIntegrationTests extends ShopTest {
  private static final OutboxSettings SETTINGS =
      new OutboxSettings(
          100,
          Duration.ofDays(7),
          new RetryPolicy(1, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0));

  @Autowired private FoliotSchema schema;
  @Autowired private MessageTypes types;
  @Autowired private MessageJson json;
  private final List<String> published = new ArrayList<>();
  private boolean refuses;
  private HikariDataSource pool;
  private Outbox outbox;

  @BeforeEach
  void withoutAutoCommit() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    pool = new HikariDataSource(config);
    outbox =
        new Outbox(
            new JdbcTemplate(pool),
            schema,
            types,
            json,
            new Transactions(new JdbcTransactionManager(pool)),
            clock);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void publishesOnce() {
    domain.process(new Place("a", "p1", 1));
    domain.process(new Cancel("a"));

    relay();
    relay();

    assertThat(published).hasSize(1);
  }

  @Test
  void notesWhatFailedAndTriesItAgain() {
    domain.process(new Place("a", "p1", 1));
    domain.process(new Cancel("a"));
    refuses = true;
    relay();
    assertThat(outbox.list(OutboxStatus.FAILED, 10)).hasSize(1);

    refuses = false;
    outbox.retry(outbox.list(OutboxStatus.FAILED, 10).get(0).id());
    relay();

    assertThat(published).hasSize(1);
  }

  private void relay() {
    RelayOutbox relay =
        new RelayOutbox(
            outbox,
            this::publish,
            SETTINGS,
            clock,
            () -> 0.5,
            new TestGuard(),
            entry -> Around.Scope.NONE);
    relay.step();
    relay.step();
  }

  private void publish(OutboundMessage message) {
    if (refuses) {
      throw new IllegalStateException("the broker refuses it");
    }
    published.add(message.key());
  }
}
