package dev.foliot.benchmarks.payment;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Submitted commands of an application with Foliot, whose engine runs. */
public final class FoliotPayments implements AutoCloseable {
  private final ConfigurableApplicationContext application;
  private final Domain domain;
  private volatile Runnable handled = () -> {};

  /** On JDBC alone. */
  @SpringBootApplication
  static class PaymentApplication {}

  /** Starts the application on a new database. */
  public FoliotPayments(Database database) {
    DeliveryListener listener = this::delivered;
    application =
        StartApplication.withoutJpa(
            PaymentApplication.class,
            context -> context.registerBean("handled", DeliveryListener.class, () -> listener),
            database,
            "foliot.engine.enabled=false");
    domain = application.getBean(Domain.class);
    PaymentTable.create(database());
    application.getBean(Engine.class).start();
  }

  private void delivered(Delivery delivery) {
    boolean isPayment = delivery.subscription().equals(PaymentCommandHandler.NAME);
    if (isPayment && delivery.outcome() == Outcome.HANDLED) {
      handled.run();
    }
  }

  /** What is called once for each command, after the commit that handled it. */
  public void tell(Runnable listener) {
    handled = listener;
  }

  /** Stores a command, in a transaction of its own. */
  public void submit(RecordPayment command) {
    domain.submit(command);
  }

  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
