package dev.foliot.benchmarks.checkout;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Checkouts of an application with Foliot, whose engine is started and stopped by hand. */
public final class FoliotCheckouts implements AutoCloseable {
  private static final int ORDERS_A_TRANSACTION = 1_000;

  private final ConfigurableApplicationContext application;
  private final Engine engine;
  private final MessageFactory messages;
  private final Transactions transactions;
  private volatile Runnable handled = () -> {};

  /** On JDBC alone. */
  @SpringBootApplication
  static class CheckoutApplication {}

  /** Starts the application on a new database; its engine stands still. */
  public FoliotCheckouts(Database database) {
    DeliveryListener listener = this::delivered;
    application =
        StartApplication.withoutJpa(
            CheckoutApplication.class,
            context -> context.registerBean("handled", DeliveryListener.class, () -> listener),
            database,
            "foliot.engine.enabled=false");
    engine = application.getBean(Engine.class);
    messages = application.getBean(MessageFactory.class);
    transactions = application.getBean(Transactions.class);
    pauseCommands();
  }

  /** The first start of the engine makes the subscriptions known. */
  private void pauseCommands() {
    engine.start();
    engine.stop();
    application
        .getBean(Domain.class)
        .subscriptions()
        .pause(StockCommandHandler.NAME, "only the process manager is measured");
  }

  private void delivered(Delivery delivery) {
    boolean isCheckout = delivery.subscription().equals(Checkout.NAME);
    if (isCheckout && delivery.outcome() == Outcome.HANDLED) {
      handled.run();
    }
  }

  /** What is called once for each event, after the commit that handled it. */
  public void tell(Runnable listener) {
    handled = listener;
  }

  /** Appends the events of these orders: the first event of each, then the next one of each. */
  public void fill(int from, int to) {
    for (int step = 0; step < CheckoutEvent.ALL.size(); step++) {
      for (int first = from; first < to; first += ORDERS_A_TRANSACTION) {
        append(step, first, Math.min(first + ORDERS_A_TRANSACTION, to));
      }
    }
  }

  private void append(int step, int from, int to) {
    transactions.doInNew(
        () -> {
          for (int order = from; order < to; order++) {
            CheckoutEvent event = CheckoutEvent.ALL.get(step).apply("order-" + order);
            UnitOfWork.required().append(stored(event, step + 1));
          }
        });
  }

  private NewMessage stored(CheckoutEvent event, long version) {
    return new NewMessage(
        MessageKind.EVENT,
        new StreamName("order", event.orderId()),
        version,
        messages.raised(event, null, null),
        Lane.PRIMARY,
        false);
  }

  public void start() {
    engine.start();
  }

  public void stop() {
    engine.stop();
  }

  /** How many checkouts have ended, each with its command sent and its timer cancelled. */
  public int ended() {
    return new JdbcTemplate(database())
        .query(
            """
            select (select count(*) from foliot_process where status = 'ended'),
                   (select count(*) from foliot_message where type = 'reserve-stock'),
                   (select count(*) from foliot_timer)""",
            EndedCheckouts::of);
  }

  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
