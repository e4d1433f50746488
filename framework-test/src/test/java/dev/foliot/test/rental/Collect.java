package dev.foliot.test.rental;

import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.test.rental.Rental.Cancel;
import dev.foliot.test.rental.Rental.Cancelled;
import dev.foliot.test.rental.Rental.DepositPaid;
import dev.foliot.test.rental.Rental.Rented;
import dev.foliot.test.rental.Rental.RequestDeposit;
import java.time.Duration;

/** Collects the deposit, or cancels the rental after a quarter of an hour. */
@ProcessManager(name = "collect", sequencedBy = "rentalId")
class Collect {
  record DepositTimedOut(String rentalId) {}

  @Starts
  void rented(Rented event, Process process) {
    process.send(new RequestDeposit(event.rentalId()));
    process.timer("deposit", Duration.ofMinutes(15), new DepositTimedOut(event.rentalId()));
  }

  @OnTimer
  void tooLate(DepositTimedOut timer, Process process) {
    process.send(new Cancel(timer.rentalId()));
  }

  @Ends
  void paid(DepositPaid event) {}

  @Ends
  void cancelled(Cancelled event) {}
}
