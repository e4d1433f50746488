package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.handler.On;
import dev.foliot.projection.Projector;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Is given a batch at once, and writes it with the very statement of the baseline. */
@Profile("batches")
@Projector(value = Balance.class, name = "balance")
public class BatchProjector {
  private final JdbcTemplate jdbc;

  BatchProjector(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @On
  void deposited(List<Deposited> events) {
    jdbc.execute(
        (ConnectionCallback<Integer>)
            connection -> {
              ApplyDeposits.atOnce(connection, events);
              return events.size();
            });
  }
}
