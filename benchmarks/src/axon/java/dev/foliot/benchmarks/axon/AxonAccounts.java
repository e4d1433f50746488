package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.workload.Accounts;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts as aggregates of Axon. */
record AxonAccounts(
    AxonDatabase opened, CommandGateway commands, Repository<AxonAccount> repository)
    implements Accounts {
  private static final int ACCOUNTS_A_TRANSACTION = 50;

  static AxonAccounts in(AxonDatabase database) {
    return new AxonAccounts(
        database, database.axon().commandGateway(), database.axon().repository(AxonAccount.class));
  }

  @Override
  public void fill(int from, int to, int deposits) {
    TransactionTemplate transaction = new TransactionTemplate(opened.transactions());
    for (int first = from; first < to; first += ACCOUNTS_A_TRANSACTION) {
      int account = first;
      transaction.executeWithoutResult(
          status ->
              depositOnEach(account, Math.min(account + ACCOUNTS_A_TRANSACTION, to), deposits));
    }
  }

  private void depositOnEach(int from, int to, int times) {
    for (int account = from; account < to; account++) {
      deposit(account, times);
    }
  }

  @Override
  public void deposit(int account, int times) {
    commands.sendAndWait(new DepositCents(Deposit.account(account), times));
  }

  @Override
  public long balance(int account) {
    var unitOfWork = DefaultUnitOfWork.startAndGet(null);
    unitOfWork.attachTransaction(opened.axonTransactions());
    return unitOfWork
        .executeWithResult(
            () -> repository.load(Deposit.account(account)).invoke(AxonAccount::balance))
        .getPayload();
  }

  @Override
  public DataSource database() {
    return opened.pool();
  }

  @Override
  public void close() {
    opened.close();
  }
}
