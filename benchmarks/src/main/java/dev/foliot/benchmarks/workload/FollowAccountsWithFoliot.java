package dev.foliot.benchmarks.workload;

import dev.foliot.Engine;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.handler.Delivery.Outcome;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** With an application of Foliot whose engine is started and stopped by hand. */
record FollowAccountsWithFoliot(
    String name, Accounts accounts, ConfigurableApplicationContext application, Engine engine)
    implements FollowAccounts {

  /**
   * @param profile {@code batches} for the projector that is given a batch at once; any other for
   *     JPA entities
   */
  static FollowAccounts of(String name, String profile, Database database, int batch) {
    ConfigurableApplicationContext application =
        BalanceApplication.start(
            database,
            database.newDatabase(),
            "spring.profiles.active=" + profile,
            "foliot.engine.enabled=false",
            "foliot.engine.batch-size=" + batch);
    return new FollowAccountsWithFoliot(
        name, new AccountsWithFoliot(application), application, application.getBean(Engine.class));
  }

  @Override
  public void reset() {
    JdbcTemplate jdbc = new JdbcTemplate(accounts.database());
    jdbc.update("delete from balance");
    jdbc.update("update foliot_checkpoint set position = 0");
  }

  @Override
  public void start(Runnable handled) {
    application
        .getBean(Deliveries.class)
        .tell(
            delivery -> {
              if (delivery.outcome() == Outcome.HANDLED) {
                handled.run();
              }
            });
    engine.start();
  }

  @Override
  public void stop() {
    engine.stop();
  }

  @Override
  public void close() {
    application.close();
  }
}
