package dev.foliot.test.rental;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.rental.Collect.DepositTimedOut;
import dev.foliot.test.rental.Rental.Cancel;
import dev.foliot.test.rental.Rental.DepositRequested;
import dev.foliot.test.rental.Rental.PayDeposit;
import dev.foliot.test.rental.Rental.Rent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 2: the process runs in the test's thread, and time passes when the test says so. */
@SyncFlowTest
class CollectFlowIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired Flow flow;

  private Rental rental() {
    return domain.repositoryFor(Rental.class).get("r-1");
  }

  @Test
  void sentCommandsAreHandledWhenTheCommandReturns() {
    domain.process(new Rent("r-1"));

    assertThat(flow)
        .published(DepositRequested.class)
        .scheduled(DepositTimedOut.class)
        .nothingFailed();
  }

  @Test
  void timersFireWhenTimePasses() {
    domain.process(new Rent("r-1"));

    engine.runFor(Duration.ofMinutes(14));
    assertThat(rental().isCancelled()).isFalse();
    engine.runFor(Duration.ofMinutes(1));

    assertThat(rental().isCancelled()).isTrue();
    assertThat(flow).processed(Cancel.class, 1).handled("collect", 3);
  }

  @Test
  void aTimerThatIsCancelledDoesNotFire() {
    domain.process(new Rent("r-1"));
    domain.process(new PayDeposit("r-1"));

    assertThat(engine.runFor(Duration.ofDays(30))).isQuiescent();

    assertThat(rental().isCancelled()).isFalse();
  }
}
