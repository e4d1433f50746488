package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.process.ProcessManager;
import dev.foliot.test.ProcessScenario;
import dev.foliot.test.RunTestClass;
import dev.foliot.test.TestClock;
import dev.foliot.test.scenario.Trip.BookFlight;
import dev.foliot.test.scenario.Trip.BookHotel;
import dev.foliot.test.scenario.Trip.CancelDeposit;
import dev.foliot.test.scenario.Trip.CancelHotel;
import dev.foliot.test.scenario.Trip.FlightBooked;
import dev.foliot.test.scenario.Trip.FlightRefused;
import dev.foliot.test.scenario.Trip.GivenUp;
import dev.foliot.test.scenario.Trip.HotelBooked;
import dev.foliot.test.scenario.Trip.NoFlightException;
import dev.foliot.test.scenario.Trip.Remind;
import dev.foliot.test.scenario.Trip.Reminder;
import dev.foliot.test.scenario.Trip.TripOrdered;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words of a scenario of a process manager, and the texts of its failures. */
class ProcessScenarioTests {
  private static final LocalDate DAY = LocalDate.of(2026, 5, 1);
  private static final BigDecimal PRICE = new BigDecimal("99.90");
  private static final TripOrdered ORDERED = new TripOrdered("t-1", DAY, PRICE);
  private static final HotelBooked HOTEL = new HotelBooked("t-1");
  private static final FlightBooked FLIGHT = new FlightBooked("t-1");
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private static ProcessScenario<Trip> trip() {
    return ProcessScenario.of(Trip.class);
  }

  private static Instant after(long minutes) {
    return TestClock.START.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void sendsCommandsAndSetsTimers() {
    trip()
        .when(ORDERED)
        .thenSent(new BookHotel("t-1", DAY))
        .andTimer("reminder")
        .andTimer("reminder", TEN_MINUTES)
        .andTimer("give-up", Duration.ofMinutes(25), new GivenUp("t-1"))
        .andNotEnded()
        .andState(state -> assertThat(state.day()).isEqualTo(DAY))
        .andState(state -> assertThat(state.price()).isEqualTo(PRICE));
  }

  @Test
  void firesEachTimerAtItsOwnTimeAndInTheOrderInWhichTheyAreDue() {
    trip()
        .given(ORDERED)
        .when(timePasses(Duration.ofMinutes(24)))
        .thenSent(new Remind("t-1", after(0)), new Remind("t-1", after(10)))
        .andTimer("reminder", Duration.ofMinutes(6))
        .andState(state -> assertThat(state.reminded()).containsExactly(after(0), after(10)))
        .when(timePasses(Duration.ofMinutes(1)))
        .thenNothingSent()
        .andEnded()
        .andNoTimer("reminder");
  }

  @Test
  void firesNoTimerThatWasCancelled() {
    trip()
        .given(ORDERED, HOTEL)
        .when(timePasses(Duration.ofMinutes(24)))
        .thenNothingSent()
        .andNoTimer("reminder")
        .andTimer("give-up", Duration.ofMinutes(1));
  }

  @Test
  void compensatesInReverseOrder() {
    trip()
        .given(ORDERED)
        .when(HOTEL)
        .thenSent(BookFlight.class)
        .andCompensatesWith(new CancelHotel("t-1"), new CancelDeposit("t-1"))
        .when(timePasses(Duration.ofMinutes(25)))
        .thenSent(new CancelHotel("t-1"), new CancelDeposit("t-1"))
        .andCompensatesWith();
  }

  @Test
  void timeThatPassedBeforeDoesNotCount() {
    trip()
        .given(ORDERED, timePasses(TEN_MINUTES), timePasses(Duration.ofMinutes(5)))
        .when(HOTEL)
        .thenSent(new BookFlight("t-1", PRICE))
        .andTimer("give-up", TEN_MINUTES);
  }

  @Test
  void beginsAtTheGivenTime() {
    Instant start = Instant.parse("2030-01-01T00:00:00Z");

    trip()
        .givenTime(start)
        .given(ORDERED)
        .when(timePasses(TEN_MINUTES))
        .thenSent(new Remind("t-1", start));
  }

  @Test
  void ignoresWhatComesAfterTheEnd() {
    trip()
        .given(ORDERED, FLIGHT)
        .when(HOTEL)
        .thenIgnored()
        .thenNothingSent()
        .andEnded()
        .when(timePasses(Duration.ofDays(1)))
        .thenNothingSent();
  }

  @Test
  void anEventThatComesTooEarlyWaitsForTheStart() {
    trip()
        .when(HOTEL)
        .thenNothingSent()
        .andWaitsForStart()
        .when(ORDERED)
        .thenSent(new BookHotel("t-1", DAY), new BookFlight("t-1", PRICE))
        .andNoTimer("reminder")
        .andNotEnded();
  }

  @Test
  void aRejectedEventChangesNothing() {
    trip()
        .given(ORDERED)
        .when(new FlightRefused("t-1", "full"))
        .thenRejected(NoFlightException.class, e -> assertThat(e).hasMessage("full"))
        .thenNothingSent()
        .andTimer("reminder", TEN_MINUTES)
        .when(HOTEL)
        .thenSent(BookFlight.class);
  }

  @Test
  void aFailureComparesWhatWasSent() {
    assertThatThrownBy(
            () ->
                trip()
                    .given(ORDERED)
                    .when(HOTEL)
                    .thenSent(new BookFlight("t-1", BigDecimal.ONE), CancelHotel.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Process trip t-1 did not send the expected commands:
              1. differs     BookFlight
                             price: expected 1 but was 99.90
              2. missing     CancelHotel
            """);
    assertThatThrownBy(
            () -> trip().given(ORDERED).when(HOTEL).thenSentInAnyOrder(new CancelHotel("t-1")))
        .hasMessageContaining("did not send the expected commands, in any order:")
        .hasMessageContaining("BookFlight[tripId=t-1, price=99.90]");
    assertThatThrownBy(() -> trip().given(ORDERED).when(HOTEL).thenNothingSent())
        .hasMessageContaining("1. unexpected  BookFlight[tripId=t-1, price=99.90]");
  }

  @Test
  void aFailureShowsTheTimers() {
    assertThatThrownBy(() -> trip().when(ORDERED).thenSent(BookHotel.class).andTimer("payment"))
        .hasMessage(
            """
            Process trip t-1 should have a timer payment, but its timers are:
                 reminder in PT10M: Reminder[tripId=t-1]
                 give-up in PT25M: GivenUp[tripId=t-1]
            """);
    assertThatThrownBy(() -> trip().when(ORDERED).andNoTimer("reminder"))
        .hasMessageContaining("Process trip t-1 should have no timer reminder");
    assertThatThrownBy(() -> trip().when(ORDERED).andTimer("reminder", Duration.ofMinutes(1)))
        .hasMessage(
            "Timer reminder of Process trip t-1 should be due in PT1M, but is due in PT10M");
    assertThatThrownBy(
            () -> trip().when(ORDERED).andTimer("reminder", TEN_MINUTES, new Reminder("t-2")))
        .hasMessage(
            "Timer reminder of Process trip t-1 should hold Reminder[tripId=t-2], but holds Reminder[tripId=t-1]");
  }

  @Test
  void aFailureNamesTheStatus() {
    assertThatThrownBy(() -> trip().when(ORDERED).andEnded())
        .hasMessage("Process trip t-1 should have ended, but is running");
    assertThatThrownBy(() -> trip().given(ORDERED).when(FLIGHT).andNotEnded())
        .hasMessage("Process trip t-1 should be running, but has ended");
    assertThatThrownBy(() -> trip().when(ORDERED).andWaitsForStart())
        .hasMessage("Process trip t-1 should wait for its start, but is running");
    assertThatThrownBy(() -> trip().when(ORDERED).thenIgnored())
        .hasMessage(
            "Process trip t-1 should have ignored this, but handled it and sent:\n     BookHotel[tripId=t-1, day=2026-05-01]\n");
    assertThatThrownBy(() -> trip().when(HOTEL).andState(state -> {}))
        .hasMessage("Process trip t-1 has no state: it has not started.");
    assertThatThrownBy(() -> trip().when(ORDERED).andCompensatesWith(CancelHotel.class))
        .hasMessageContaining("Process trip t-1 would not compensate with the expected commands:");
  }

  @Test
  void aFailureNamesARejection() {
    FlightRefused refused = new FlightRefused("t-1", "full");

    assertThatThrownBy(() -> trip().given(ORDERED).when(refused).thenSent(CancelHotel.class))
        .hasMessageStartingWith("Process trip t-1 rejected this step with")
        .hasMessageEndingWith("NoFlightException: full");
    assertThatThrownBy(() -> trip().given(ORDERED, refused).when(HOTEL))
        .hasMessageStartingWith("Process trip t-1 rejected this step with");
    assertThatThrownBy(() -> trip().when(ORDERED).thenRejected(NoFlightException.class))
        .hasMessage(
            "Process trip t-1 should have rejected this step with NoFlightException, but accepted it and sent:\n     BookHotel[tripId=t-1, day=2026-05-01]\n");
    assertThatThrownBy(() -> trip().given(ORDERED).when(ORDERED).thenNothingSent())
        .hasMessageContaining("TripOrdered would start process trip t-1, which is running already");
  }

  @Test
  void refusesWhatIsNotForTheInstance() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trip().given(ORDERED).when(new HotelBooked("t-2")))
        .withMessage(
            "HotelBooked[tripId=t-2] is for instance t-2, but a scenario is about one instance, here t-1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trip().when(new Reminder("t-1")))
        .withMessage(
            "Trip has no @Starts, @Handle or @Ends method for Reminder. In a scenario, use only events that this process manager takes, or timePasses(…).");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessScenario.of(Ledger.class))
        .withMessage(
            Ledger.class.getName()
                + " is not a process manager. Annotate it with @ProcessManager.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timePasses(Duration.ofMinutes(-1)))
        .withMessage("The time must not be negative, but is PT-1M");
  }

  @ProcessManager(name = "broken", sequencedBy = "tripId")
  static class WithoutStart {}

  @Test
  void refusesAClassThatIsDeclaredWrongly() {
    assertThatThrownBy(() -> ProcessScenario.of(WithoutStart.class).when(ORDERED))
        .hasMessageContaining("has no @Starts method");
  }

  /** Run by the test below. */
  @SuppressWarnings({"CheckReturnValue", "ReturnValueIgnored"})
  static class Plain {
    @Test
    void nothingExpected() {
      ProcessScenario.of(Trip.class).when(ORDERED);
    }

    @Test
    void nothingExpectedOfTheLastStep() {
      ProcessScenario.of(Trip.class).when(ORDERED).thenSent(BookHotel.class).when(HOTEL);
    }

    @Test
    void rejectedAndLeft() {
      ProcessScenario.of(Trip.class).given(ORDERED).when(new FlightRefused("t-1", "full"));
    }

    @Test
    void expected() {
      ProcessScenario.of(Trip.class).when(ORDERED).thenSent(BookHotel.class).andNotEnded();
    }

    @Test
    void onlyItsStateExpected() {
      ProcessScenario.of(Trip.class).when(ORDERED).andState(state -> {});
    }
  }

  @Test
  void aStepWithoutAnExpectationFailsTheTest() {
    Map<String, String> failures = RunTestClass.failures(Plain.class);

    assertThat(failures)
        .containsOnlyKeys(
            "nothingExpected()", "nothingExpectedOfTheLastStep()", "rejectedAndLeft()");
    assertThat(failures.get("nothingExpected()"))
        .isEqualTo(
            "Nothing is expected of Process trip t-1 after TripOrdered[tripId=t-1, day=2026-05-01, price=99.90]. End the step with thenSent(…), thenNothingSent() or thenRejected(…).");
    assertThat(failures.get("rejectedAndLeft()"))
        .contains("end the step with thenRejected(NoFlightException.class)");
  }
}
