package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

class TransactionsTests {
  private final Asked asked = new Asked();
  private final Transactions transactions = new Transactions(asked);

  /** Keeps the definitions of the transactions. */
  private static final class Asked implements PlatformTransactionManager {
    private final List<TransactionDefinition> all = new ArrayList<>();

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
      all.add(definition);
      return new SimpleTransactionStatus();
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }

  @Test
  void worksOfFoliotHaveNoDefaultTimeLimit() {
    transactions.inNew(() -> true);
    transactions.doInNew(() -> {});
    transactions.inSnapshot(TransactionDefinition.ISOLATION_REPEATABLE_READ, () -> true);

    assertThat(asked.all)
        .extracting(TransactionDefinition::getTimeout)
        .allMatch(seconds -> seconds > 24 * 60 * 60)
        .hasSize(3);
  }

  @Test
  void codeOfTheApplicationHasTheDefaultTimeLimit() {
    transactions.inNewOfHandler(() -> true);
    transactions.inCurrentOrNew(() -> true);
    transactions.readOnly(() -> true);

    assertThat(asked.all)
        .extracting(TransactionDefinition::getTimeout)
        .containsOnly(TransactionDefinition.TIMEOUT_DEFAULT)
        .hasSize(3);
  }

  @Test
  void workOutsideSuspendsTheTransaction() {
    transactions.outside(() -> true);

    assertThat(asked.all)
        .extracting(TransactionDefinition::getPropagationBehavior)
        .containsExactly(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }
}
