package dev.foliot.test.rental;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.test.rental.Rental.Cancel;
import dev.foliot.test.rental.Rental.PayDeposit;
import dev.foliot.test.rental.Rental.Rent;
import dev.foliot.test.rental.Rental.RequestDeposit;

@CommandHandler
class RentalCommandHandler {
  private final AggregateRepository<Rental> rentals;

  RentalCommandHandler(AggregateRepository<Rental> rentals) {
    this.rentals = rentals;
  }

  @Handle
  void rent(Rent command) {
    rentals.save(Rental.rent(command.rentalId()));
  }

  @Handle
  void request(RequestDeposit command) {
    rentals.get(command.rentalId()).requestDeposit();
  }

  @Handle
  void pay(PayDeposit command) {
    rentals.get(command.rentalId()).pay();
  }

  @Handle
  void cancel(Cancel command) {
    rentals.get(command.rentalId()).cancel();
  }
}
