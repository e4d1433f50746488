package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.benchmarks.balance.ApplyDeposits;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings each deposit into its row with a statement of its own, in the processor's transaction.
 *
 * @param committed is run for each event after the commit
 */
record EachDeposit(JdbcTemplate jdbc, Runnable committed) {
  @EventHandler
  void on(Deposited event, UnitOfWork<?> unitOfWork) {
    jdbc.execute(
        (ConnectionCallback<Integer>)
            connection -> {
              ApplyDeposits.oneByOne(connection, List.of(event));
              return 1;
            });
    unitOfWork.afterCommit(done -> committed.run());
  }
}
