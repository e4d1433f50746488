package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.Command;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.Handle;
import dev.foliot.handler.NoSequencingKeyException;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.Metadata;
import dev.foliot.message.MissingComponentException;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.process.ProcessInMemory.Handled;
import dev.foliot.process.ProcessInMemory.Waiting;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** R43: the rules of an instance, without a database. */
class ProcessTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  record OrderId(String value) {}

  record Placed(OrderId orderId) {}

  record Paid(String orderId, int amount) {}

  record Shipped(String orderId) {}

  @Command
  record Ship(String orderId, int number) {}

  record Reminder(int number) {}

  record Named(String name) {}

  static class Basic {
    String orderId = "";
    int paid;
    int reminded;
    transient Process kept;

    @Starts
    void placed(Placed event, Process process) {
      orderId = process.id();
      kept = process;
      process.send(new Ship(orderId, 0));
    }

    @Handle
    void paid(Paid event, Metadata metadata, Process process, RecordedMessage recorded) {
      assertThat(recorded.metadata()).isEqualTo(metadata);
      paid += event.amount();
      switch (event.amount()) {
        case 1 -> process.timer("reminder", Duration.ofMinutes(15), new Reminder(1));
        case 2 -> process.cancelTimer("reminder");
        case 3 -> process.timer("reminder", START, new Reminder(3));
        case 4 -> {
          process.compensateWith(new Ship(orderId, 1));
          process.compensateWith(new Ship(orderId, 2));
        }
        case 5 -> {
          process.compensate();
          process.compensate();
        }
        case 6 -> process.end();
        case 7 -> process.timer("", Duration.ZERO, new Reminder(7));
        case 10 -> process.timer("x".repeat(201), Duration.ZERO, new Reminder(10));
        case 8 -> process.timer("x", Duration.ZERO, new Ship("o1", 8));
        case 9 -> process.compensateWith(new Reminder(9));
        case 11 -> process.send(new Ship(null, 11));
        case 12 -> process.compensateWith(new Ship(null, 12));
        case 13 -> process.timer("x", Duration.ZERO, new Named(null));
        default -> throw new IllegalStateException("paid too much");
      }
    }

    @OnTimer
    void remind(Reminder timer, Process process) {
      reminded = timer.number();
    }

    @OnTimer
    void named(Named timer) {}

    @Ends
    void shipped(Shipped event) {}
  }

  @ProcessManager(name = "waiting", sequencedBy = "orderId")
  static class Patient extends Basic {}

  @ProcessManager(name = "ignoring", sequencedBy = "orderId", early = Early.IGNORE)
  static class Ignoring extends Basic {}

  @ProcessManager(name = "parking", sequencedBy = "orderId", early = Early.PARK)
  static class Parking extends Basic {}

  private final SteppableClock clock = new SteppableClock(START);
  private final InMemory waiting = processes(Patient.class);

  private InMemory processes(Class<?> type) {
    List<MessageType> events =
        Stream.of(Placed.class, Paid.class, Shipped.class)
            .map(each -> new MessageType(MessageKind.EVENT, each.getSimpleName(), 1, each, null))
            .toList();
    return new InMemory(
        ProcessInMemory.of(
            type,
            events,
            parameter -> {
              throw new NoSuchBeanDefinitionException(parameter.getParameterType());
            },
            new TimeOrderedIds(clock),
            clock));
  }

  /** An instance, and everything that it sent. */
  private record InMemory(ProcessInMemory process, List<Object> sent) {
    InMemory(ProcessInMemory process) {
      this(process, new ArrayList<>());
    }

    Outcome handle(Object event) throws Throwable {
      return handle(process.recorded(event));
    }

    Outcome fire(String timer) throws Throwable {
      Waiting next = process.next().orElseThrow();
      assertThat(next.name()).isEqualTo(timer);
      return handle(process.recorded(next));
    }

    private Outcome handle(RecordedMessage message) throws Throwable {
      Handled handled = process.handle(message);
      sent.addAll(handled.sent());
      return handled.outcome();
    }

    ProcessStatus status() {
      return process.status().orElse(null);
    }

    Basic state() {
      return (Basic) process.object();
    }
  }

  private Outcome place() throws Throwable {
    return waiting.handle(new Placed(new OrderId("o1")));
  }

  private Outcome pay(int amount) throws Throwable {
    return waiting.handle(new Paid("o1", amount));
  }

  private Basic state() {
    return waiting.state();
  }

  @Test
  void idMayBeARecord() throws Throwable {
    place();

    assertThat(waiting.status()).isEqualTo(ProcessStatus.RUNNING);
    assertThat(waiting.sent()).containsExactly(new Ship("o1", 0));
    assertThat(state().orderId).isEqualTo("o1");
  }

  @Test
  void refusesEventWithoutCorrelation() {
    assertThatExceptionOfType(NoSequencingKeyException.class)
        .isThrownBy(() -> waiting.handle(new Paid(null, 1)))
        .withMessage("Paid has no orderId, so it belongs to no process. Let the event have one.");
  }

  @ParameterizedTest
  @CsvSource({"11, orderId", "12, orderId", "13, name"})
  void refusesMessagesWithoutARequiredComponent(int amount, String component) throws Throwable {
    place();

    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> pay(amount))
        .withMessageContaining("its component " + component + " is null, and it is required");
  }

  @Test
  void refusesCorrelationThatIsTooLong() {
    assertThatThrownBy(() -> waiting.handle(new Paid("x".repeat(501), 1)))
        .hasMessageStartingWith(
            "The id of process waiting has 501 characters, more than the 500 that are stored");
  }

  @Test
  void earlyEventsAreHandledAfterTheStart() throws Throwable {
    assertThat(pay(1)).isEqualTo(Outcome.HANDLED);
    assertThat(pay(4)).isEqualTo(Outcome.HANDLED);
    assertThat(waiting.status()).isEqualTo(ProcessStatus.EARLY);
    assertThat(waiting.process().next().orElseThrow())
        .returns("foliot:early", Waiting::name)
        .returns(START.plus(Duration.ofHours(1)), Waiting::dueAt);

    place();

    assertThat(state().paid).isEqualTo(5);
    assertThat(waiting.process().next().orElseThrow().name()).isEqualTo("reminder");
  }

  @Test
  void failureOfEarlyEventLeavesEverythingAsItWas() throws Throwable {
    pay(1);
    pay(99);

    assertThatThrownBy(this::place).hasMessage("paid too much");

    assertThat(waiting.status()).isEqualTo(ProcessStatus.EARLY);
    assertThat(waiting.sent()).isEmpty();
    assertThat(waiting.process().next().orElseThrow().name()).isEqualTo("foliot:early");
  }

  @Test
  void startThatDoesNotComeIsParked() throws Throwable {
    pay(1);

    assertThatExceptionOfType(EarlyEventException.class)
        .isThrownBy(() -> waiting.fire("foliot:early"))
        .withMessage(
            "Process waiting o1 has events that wait for its start, which has not come within 1h. Discard this message to keep the events without a time limit; or drop the events by domain.processes().dropEarly(\"waiting\", \"o1\"), then retry this message. Later messages of o1 wait behind it.");
  }

  @Test
  void earlyEventsCanBeIgnored() throws Throwable {
    InMemory ignoring = processes(Ignoring.class);

    assertThat(ignoring.handle(new Paid("o1", 1))).isEqualTo(Outcome.IGNORED);

    assertThat(ignoring.status()).isNull();
  }

  @Test
  void earlyEventsCanBeParkedAtOnce() {
    InMemory parking = processes(Parking.class);

    assertThatExceptionOfType(EarlyEventException.class)
        .isThrownBy(() -> parking.handle(new Paid("o1", 1)))
        .withMessage(
            "Paid is for process parking o1, which has not started. The start waits behind this event, so discard the event. With early = WAIT, the event would wait for the start.");
  }

  @Test
  void eventsAfterTheEndAreIgnored() throws Throwable {
    place();
    pay(1);
    waiting.handle(new Shipped("o1"));

    assertThat(waiting.status()).isEqualTo(ProcessStatus.ENDED);
    assertThat(waiting.process().next()).isEmpty();
    assertThat(pay(2)).isEqualTo(Outcome.IGNORED);
    assertThat(place()).isEqualTo(Outcome.IGNORED);
    assertThat(state().paid).isEqualTo(1);
  }

  @Test
  void methodMayEndTheInstance() throws Throwable {
    place();
    pay(6);

    assertThat(waiting.status()).isEqualTo(ProcessStatus.ENDED);
  }

  @Test
  void secondStartIsRefused() throws Throwable {
    place();

    assertThatExceptionOfType(ProcessAlreadyStartedException.class)
        .isThrownBy(this::place)
        .withMessage(
            "Placed would start process waiting o1, which is running already. Raise it once for each waiting, take it by a @Handle method instead, or discard this message.");
  }

  @Test
  void timerIsHandledOnce() throws Throwable {
    place();
    pay(1);

    assertThat(waiting.process().next().orElseThrow().dueAt())
        .isEqualTo(START.plus(Duration.ofMinutes(15)));
    assertThat(waiting.fire("reminder")).isEqualTo(Outcome.HANDLED);
    assertThat(state().reminded).isEqualTo(1);
    assertThat(waiting.process().next()).isEmpty();
  }

  @Test
  void timerThatWasSetAgainIsNotHandled() throws Throwable {
    place();
    pay(1);
    RecordedMessage moved = waiting.process().recorded(waiting.process().next().orElseThrow());
    pay(3);

    assertThat(waiting.handle(moved)).isEqualTo(Outcome.IGNORED);
    assertThat(state().reminded).isZero();
    waiting.fire("reminder");
    assertThat(state().reminded).isEqualTo(3);
  }

  @Test
  void timerThatWasCancelledIsNotHandled() throws Throwable {
    place();
    pay(1);
    RecordedMessage moved = waiting.process().recorded(waiting.process().next().orElseThrow());
    pay(2);

    assertThat(waiting.handle(moved)).isEqualTo(Outcome.IGNORED);
    assertThat(state().reminded).isZero();
  }

  @Test
  void compensationsAreSentOnceTheNewestFirst() throws Throwable {
    place();
    pay(4);
    pay(5);
    pay(5);

    assertThat(waiting.sent())
        .containsExactly(new Ship("o1", 0), new Ship("o1", 2), new Ship("o1", 1));
  }

  @Test
  void processCannotBeUsedAfterTheMethod() throws Throwable {
    List<Process> given = new ArrayList<>();
    InMemory leaking = processes(Leaking.class);
    Leaking.given = given;
    leaking.handle(new Placed(new OrderId("o1")));
    Process process = given.get(0);

    assertThat(process.id()).isEqualTo("o1");
    Map<String, ThrowingCallable> uses =
        Map.of(
            "send", () -> process.send(new Ship("o1", 1)),
            "timer", () -> process.timer("x", Duration.ZERO, new Reminder(1)),
            "cancelTimer", () -> process.cancelTimer("x"),
            "compensateWith", () -> process.compensateWith(new Ship("o1", 1)),
            "compensate", process::compensate,
            "end", process::end);
    uses.forEach(
        (name, use) ->
            assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "process.%s was called outside of the delivery to process leaking o1: the method has returned. Call it in the method that was given the Process, before it returns.",
                    name));
  }

  @ProcessManager(name = "leaking", sequencedBy = "orderId")
  static class Leaking {
    static List<Process> given;

    @Starts
    void placed(Placed event, Process process) {
      given.add(process);
    }

    @OnTimer
    void remind(Reminder timer) {}
  }

  @Test
  void refusesWrongTimersAndCompensations() throws Throwable {
    place();

    assertThatThrownBy(() -> pay(7))
        .hasMessage("process.timer was given a blank text. Give it the name of a timer.");
    assertThatThrownBy(() -> pay(8))
        .hasMessage(
            "process.timer was given a dev.foliot.process.ProcessTests$Ship, which no @OnTimer"
                + " method of dev.foliot.process.ProcessTests$Patient takes. Give it one of [Named,"
                + " Reminder], or add a method.");
    assertThatThrownBy(() -> pay(10))
        .hasMessage(
            "process.timer was given a name of 201 characters: \"%s…\". Take at most 200."
                .formatted("x".repeat(40)));
    assertThatThrownBy(() -> pay(9))
        .hasMessage(
            "The process cannot send a dev.foliot.process.ProcessTests$Reminder: it is not a command. Annotate it with @Command.");
  }

  @ProcessManager(name = "unstorable", sequencedBy = "orderId")
  static class Unstorable {
    Object anything = "";

    @Starts
    void placed(Placed event) {
      anything = event.orderId();
    }
  }

  @Test
  void refusesStateThatJsonDoesNotKeep() {
    InMemory unstorable = processes(Unstorable.class);

    assertThatExceptionOfType(UnstorableStateException.class)
        .isThrownBy(() -> unstorable.handle(new Placed(new OrderId("o1"))))
        .withMessage(
            "The state of process unstorable (dev.foliot.process.ProcessTests$Unstorable) does not survive as JSON: field anything was dev.foliot.process.ProcessTests$OrderId, and would be java.util.LinkedHashMap. Declare the exact class of each field, and do not refer to one object from two places; or make a field transient if it is not state.");
    assertThat(unstorable.status()).isNull();
  }

  @ProcessManager(name = "later", sequencedBy = "orderId")
  static class UnstorableLater {
    @Nullable SortedSet<Integer> amounts;

    @Starts
    void placed(Placed event) {}

    @Handle
    void paid(Paid event) {
      amounts = new TreeSet<>(Comparator.reverseOrder());
      amounts.addAll(List.of(event.amount(), event.amount() + 1));
    }
  }

  @Test
  void refusesSuchAStateAfterOthersThatWereKept() throws Throwable {
    InMemory later = processes(UnstorableLater.class);
    later.handle(new Placed(new OrderId("o1")));

    assertThatExceptionOfType(UnstorableStateException.class)
        .isThrownBy(() -> later.handle(new Paid("o1", 1)))
        .withMessageContaining(
            "does not survive as JSON: field amounts was another java.util.TreeSet");
  }

  @ProcessManager(name = "zoned", sequencedBy = "orderId")
  static class Zoned {
    static List<ZonedDateTime> read = new ArrayList<>();
    @Nullable ZonedDateTime due;

    @Starts
    void placed(Placed event) {
      due = ZonedDateTime.parse("2026-03-28T12:00+01:00[Europe/Berlin]");
    }

    @Handle
    void paid(Paid event) {
      read.add(due);
      due = due.plusDays(event.amount());
    }
  }

  @Test
  void stateKeepsTimeZones() throws Throwable {
    Zoned.read.clear();
    InMemory zoned = processes(Zoned.class);
    zoned.handle(new Placed(new OrderId("o1")));

    zoned.handle(new Paid("o1", 1)); // over the change to summer time
    zoned.handle(new Paid("o1", 1));

    assertThat(Zoned.read)
        .containsExactly(
            ZonedDateTime.parse("2026-03-28T12:00+01:00[Europe/Berlin]"),
            ZonedDateTime.parse("2026-03-29T12:00+02:00[Europe/Berlin]"));
  }
}
