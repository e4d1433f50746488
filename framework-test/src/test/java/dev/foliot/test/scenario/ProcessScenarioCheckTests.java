package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.test.ProcessScenario;
import dev.foliot.test.ScenarioCheck;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checks that a scenario of a process manager makes by itself. */
class ProcessScenarioCheckTests {
  @DomainEvent
  record Begun(String id) {}

  @Command
  record Order(String id, Object anything) {}

  record NoCommand(String id) {}

  @Command
  record Say(String text) {}

  record Again(String id) {}

  private static final Begun BEGUN = new Begun("p-1");

  /** Draws a number, at another place each time. */
  @ProcessManager(name = "chance", sequencedBy = "id")
  static class Chance {
    private String drawn = "";

    @Starts
    void begun(Begun event, Process process) {
      drawn = UUID.randomUUID().toString();
      process.send(new Say(drawn));
    }
  }

  @Test
  void findsChance() {
    assertThatThrownBy(() -> ProcessScenario.of(Chance.class).when(BEGUN).thenSent(Say.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "Process chance p-1 does something else when Begun[id=p-1] is delivered again, as after a rollback:")
        .hasMessageContaining("state.drawn: \"")
        .hasMessageContaining("sent[0].text: \"")
        .hasMessageContaining(
            "If it is intended: withoutChecking(ScenarioCheck.REPEATED_DELIVERY).");
  }

  @Test
  void aCheckCanBeSwitchedOff() {
    ProcessScenario.of(Chance.class)
        .withoutChecking(ScenarioCheck.REPEATED_DELIVERY)
        .when(BEGUN)
        .thenSent(Say.class);
  }

  abstract static class SaysOnce<E> {
    @Starts
    void begun(E event, Process process) {
      process.send(new Say("begun"));
    }
  }

  /** The class of its event is known only here. */
  @ProcessManager(name = "inheriting", sequencedBy = "id")
  static class Inheriting extends SaysOnce<Begun> {}

  @Test
  void takesTheEventOfAnInheritedMethod() {
    ProcessScenario.of(Inheriting.class).when(BEGUN).thenSent(new Say("begun"));
  }

  /** A state that JSON cannot keep: it does not say which class the value has. */
  @ProcessManager(name = "open", sequencedBy = "id")
  static class OpenState {
    private @Nullable Object anything;

    @Starts
    void begun(Begun event) {
      anything = event;
    }

    @Nullable Object anything() {
      return anything;
    }
  }

  @Test
  void findsAStateThatDoesNotSurvive() {
    assertThatThrownBy(() -> ProcessScenario.of(OpenState.class).when(BEGUN).thenNothingSent())
        .hasMessageContaining("process open")
        .hasMessageContaining("does not survive as JSON")
        .hasMessageContaining("anything");
  }

  @DomainEvent
  record Doubled(String id) {}

  /** Part of a state. */
  static final class Counter {
    private int count;
  }

  /** A state that JSON cannot keep from the second step on: one object in two places. */
  @ProcessManager(name = "twofold", sequencedBy = "id")
  static class Twofold {
    private Counter one = new Counter();
    private Counter other = new Counter();

    @Starts
    void begun(Begun event) {}

    @Handle
    void doubled(Doubled event) {
      one.count++;
      other = one;
    }
  }

  @Test
  void findsALaterStateThatDoesNotSurviveWithoutRepeatingTheDelivery() {
    assertThatThrownBy(
            () ->
                ProcessScenario.of(Twofold.class)
                    .withoutChecking(ScenarioCheck.REPEATED_DELIVERY)
                    .given(BEGUN)
                    .when(new Doubled("p-1"))
                    .thenNothingSent())
        .hasMessageContaining("process twofold")
        .hasMessageContaining("does not survive as JSON")
        .hasMessageContaining("is an object that is in another place, too");
  }

  /** Sends what comes back as something else. */
  @ProcessManager(name = "lossy", sequencedBy = "id")
  static class Lossy {
    @Starts
    void begun(Begun event, Process process) {
      process.send(new Order(event.id(), event));
    }
  }

  @Test
  void findsACommandThatIsNotTheSameWhenItIsStored() {
    assertThatThrownBy(() -> ProcessScenario.of(Lossy.class).when(BEGUN).thenSent(Order.class))
        .hasMessageContaining("Order is not the same when it is stored and read again")
        .hasMessageContaining("withoutChecking(ScenarioCheck.ROUND_TRIP)");
  }

  @ProcessManager(name = "undeclared", sequencedBy = "id")
  static class Undeclared {
    @Starts
    void begun(Begun event, Process process) {
      process.send(new NoCommand(event.id()));
    }
  }

  @Test
  void refusesAMessageThatIsNoCommand() {
    assertThatThrownBy(
            () -> ProcessScenario.of(Undeclared.class).when(BEGUN).thenSent(NoCommand.class))
        .hasMessageContaining(
            "The process cannot send a %s: it is not a command. Annotate it with @Command."
                .formatted(NoCommand.class.getName()));
  }

  @ProcessManager(name = "endless", sequencedBy = "id")
  static class Endless {
    @Starts
    void begun(Begun event, Process process) {
      process.timer("again", Duration.ZERO, new Again(event.id()));
    }

    @OnTimer
    void again(Again timer, Process process) {
      process.timer("again", Duration.ZERO, timer);
    }
  }

  @Test
  void findsTimersWithoutAnEnd() {
    assertThatThrownBy(
            () ->
                ProcessScenario.of(Endless.class)
                    .given(BEGUN)
                    .when(timePasses(Duration.ofSeconds(1)))
                    .thenNothingSent())
        .hasMessageContaining(
            "Process endless p-1 set more than 10000 timers within PT1S. A timer that is set again must be due later.");
  }

  /** The bean gives something else each time, as a bean may. */
  @ProcessManager(name = "with-bean", sequencedBy = "id")
  static class WithBean {
    @Starts
    void begun(Begun event, Process process, Supplier<String> words) {
      process.send(new Say(words.get()));
    }
  }

  @Test
  void givesBeansToMethods() {
    int[] calls = {0};
    Supplier<String> words = () -> "word " + ++calls[0];

    ProcessScenario.of(WithBean.class).with(words).when(BEGUN).thenSent(new Say("word 1"));
  }

  @Test
  void namesABeanThatIsMissing() {
    assertThatThrownBy(() -> ProcessScenario.of(WithBean.class).when(BEGUN).thenNothingSent())
        .hasMessageContaining("takes java.util.function.Supplier as parameter 3")
        .hasMessageContaining("of which there is no bean")
        .hasMessageContaining("A scenario gets its beans by with(bean).");
  }
}
