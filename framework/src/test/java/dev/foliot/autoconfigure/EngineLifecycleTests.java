package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.billing.Billing.Deposit;
import dev.foliot.autoconfigure.billing.Billing.Deposited;
import dev.foliot.autoconfigure.billing.Billing.OpenAccount;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** R29: the engine ends with the application, and loses nothing by it. */
class EngineLifecycleTests {
  private static final String URL = "jdbc:h2:mem:lifecycle;DB_CLOSE_DELAY=-1";
  private static final long AT_MOST_SECONDS = 60;

  /** Is in the middle of its work until it may go on. */
  @EventHandler(name = "booking")
  static class Booking {
    private final JdbcTemplate jdbc;
    private final CountDownLatch inHandler = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    Booking(DataSource dataSource) {
      this.jdbc = new JdbcTemplate(dataSource);
    }

    @Handle
    void on(Deposited event) throws InterruptedException {
      jdbc.update("insert into booked values (?)", event.cents());
      inHandler.countDown();
      assertThat(goOn.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closingTheApplicationFinishesTheBatchInHand() {
    JdbcTemplate database = new JdbcTemplate(new DriverManagerDataSource(URL, "sa", ""));
    database.execute("create table booked (cents int)");

    FoliotRunner.billing()
        .withBean(Booking.class)
        .withPropertyValues(
            "foliot.engine.enabled=true",
            "spring.datasource.generate-unique-name=false",
            "spring.datasource.url=" + URL,
            "spring.datasource.username=sa")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              Booking booking = context.getBean(Booking.class);
              domain.process(new OpenAccount("a"));
              domain.process(new Deposit("a", 5));
              assertThat(booking.inHandler.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).isTrue();

              Thread closing = new Thread(context.getSourceApplicationContext()::close);
              closing.start();
              booking.goOn.countDown();
              closing.join(TimeUnit.SECONDS.toMillis(AT_MOST_SECONDS));

              assertThat(closing.isAlive()).isFalse();
            });

    assertThat(database.queryForList("select cents from booked", Integer.class)).containsExactly(5);
    assertThat(
            database.queryForObject(
                "select max(position) from foliot_checkpoint where subscription = 'booking'",
                Long.class))
        .isEqualTo(2);
    assertThat(database.queryForList("select owner from foliot_segment", String.class))
        .containsOnlyNulls();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void saysThatItIsSwitchedOff(CapturedOutput output) {
    LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
    logging.setLogLevel(EngineLifecycle.class.getName(), LogLevel.INFO);
    try {
      FoliotRunner.billing().run(context -> assertThat(context).hasNotFailed());
    } finally {
      logging.setLogLevel(EngineLifecycle.class.getName(), null);
    }

    assertThat(output)
        .containsOnlyOnce(
            "The engine is switched off, foliot.engine.enabled=false: another node must deliver to subscriptions=[account-command-handler, audit, balance-projector, ledger] and relay the outbox");
  }
}
