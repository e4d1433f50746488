package dev.foliot.benchmarks.account;

import dev.foliot.Domain;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens accounts of an application, many in a transaction; not for measuring. */
public final class FillAccounts {
  private static final int EVENTS_A_TRANSACTION = 1_000;

  private FillAccounts() {}

  /** Opens the accounts with these numbers, each with some deposits. */
  public static void of(ApplicationContext application, int from, int to, int deposits) {
    int step = Math.max(1, EVENTS_A_TRANSACTION / deposits);
    for (int first = from; first < to; first += step) {
      inOneTransaction(application, first, Math.min(first + step, to), deposits);
    }
  }

  /** As {@link #of}; all of them become visible at once. */
  public static void inOneTransaction(
      ApplicationContext application, int from, int to, int deposits) {
    Domain domain = application.getBean(Domain.class);
    var transaction =
        new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
    transaction.executeWithoutResult(
        status -> {
          for (int account = from; account < to; account++) {
            domain.process(new Deposit(Deposit.account(account), deposits));
          }
        });
  }
}
