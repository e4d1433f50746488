package dev.foliot.test.rental;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.process.ProcessStatus;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.rental.Rental.PayDeposit;
import dev.foliot.test.rental.Rental.Rent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whatever breaks: commands run once, timers fire once, and processes end in the same state. */
@EngineTest
class CollectSimulationIntegrationTests {
  @Autowired ApplicationContext application;

  @Test
  void processesEndTheSameWhateverBreaks() {
    Simulation.of(application)
        .seeds(60)
        .run(
            simulation -> {
              simulation.process(new Rent("paid"));
              simulation.submit(new Rent("late"));
              simulation.process(new PayDeposit("paid"));
            })
        .thenAlways(
            domain -> {
              assertThat(domain.repositoryFor(Rental.class).get("paid").isCancelled()).isFalse();
              assertThat(domain.repositoryFor(Rental.class).get("late").isCancelled()).isTrue();
              assertThat(domain.processes().find("collect", "paid"))
                  .hasValueSatisfying(
                      each -> assertThat(each.status()).isEqualTo(ProcessStatus.ENDED));
            });
  }
}
