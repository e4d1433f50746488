package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.benchmarks.balance.ApplyDeposits;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Collects the deposits of a batch, and adds them up before the processor's transaction commits.
 *
 * @param committed is run for each event after the commit
 */
record DepositsOfABatch(JdbcTemplate jdbc, Runnable committed) {
  private static final String COLLECTED = DepositsOfABatch.class.getName();

  @EventHandler
  void on(Deposited event, UnitOfWork<?> unitOfWork) {
    List<Deposited> batch = unitOfWork.getOrComputeResource(COLLECTED, key -> newBatch(unitOfWork));
    batch.add(event);
    unitOfWork.afterCommit(done -> committed.run());
  }

  private List<Deposited> newBatch(UnitOfWork<?> unitOfWork) {
    List<Deposited> batch = new ArrayList<>();
    unitOfWork.onPrepareCommit(last -> write(batch));
    return batch;
  }

  private void write(List<Deposited> batch) {
    jdbc.execute(
        (ConnectionCallback<Integer>)
            connection -> {
              ApplyDeposits.atOnce(connection, batch);
              return batch.size();
            });
  }
}
