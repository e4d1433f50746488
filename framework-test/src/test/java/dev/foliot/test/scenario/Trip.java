package dev.foliot.test.scenario;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.message.Metadata;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Books a hotel, then a flight, and reminds the customer until both are booked. */
@ProcessManager(name = "trip", sequencedBy = "tripId")
class Trip {
  @DomainEvent
  record TripOrdered(String tripId, LocalDate day, BigDecimal price) {}

  @DomainEvent
  record HotelBooked(String tripId) {}

  @DomainEvent
  record FlightBooked(String tripId) {}

  @DomainEvent
  record FlightRefused(String tripId, String reason) {}

  @Command
  record BookHotel(String tripId, LocalDate day) {}

  @Command
  record BookFlight(String tripId, BigDecimal price) {}

  @Command
  record CancelHotel(String tripId) {}

  @Command
  record CancelDeposit(String tripId) {}

  @Command
  record Remind(String tripId, Instant at) {}

  record Reminder(String tripId) {}

  record GivenUp(String tripId) {}

  static final class NoFlightException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoFlightException(String reason) {
      super(reason);
    }
  }

  private @Nullable LocalDate day;
  private BigDecimal price = BigDecimal.ZERO;
  private final List<Instant> reminded = new ArrayList<>();

  @Starts
  void ordered(TripOrdered event, Process process) {
    day = event.day();
    price = event.price();
    process.send(new BookHotel(event.tripId(), event.day()));
    process.timer("reminder", Duration.ofMinutes(10), new Reminder(event.tripId()));
    process.timer("give-up", Duration.ofMinutes(25), new GivenUp(event.tripId()));
  }

  @Handle
  void booked(HotelBooked event, Process process) {
    process.compensateWith(new CancelDeposit(event.tripId()));
    process.compensateWith(new CancelHotel(event.tripId()));
    process.send(new BookFlight(event.tripId(), price));
    process.cancelTimer("reminder");
  }

  @OnTimer
  void remind(Reminder timer, Process process, Metadata metadata) {
    reminded.add(metadata.occurredAt());
    process.send(new Remind(timer.tripId(), metadata.occurredAt()));
    process.timer("reminder", Duration.ofMinutes(10), timer);
  }

  @OnTimer
  void giveUp(GivenUp timer, Process process) {
    process.compensate();
    process.end();
  }

  @Handle
  void refused(FlightRefused event, Process process) {
    process.send(new CancelHotel(event.tripId()));
    throw new NoFlightException(event.reason());
  }

  @Ends
  void booked(FlightBooked event) {}

  @Nullable LocalDate day() {
    return day;
  }

  BigDecimal price() {
    return price;
  }

  List<Instant> reminded() {
    return List.copyOf(reminded);
  }
}
