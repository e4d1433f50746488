package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.handler.UpcasterInspection;
import dev.foliot.handler.WiringException;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcasts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import tools.jackson.databind.node.ObjectNode;

/** R38: what is wrong with a process manager is named at the start. */
class ProcessInspectionTests {
  private static final String HERE = ProcessInspectionTests.class.getName() + "$";

  record Began(String orderId) {}

  record WentOn(String orderId) {}

  record Elsewhere(String other) {}

  /** It has no text of its own. */
  static final class Opaque {}

  record OpaqueId(Opaque value) {}

  record Opened(OpaqueId orderId) {}

  record Scanned(byte[] orderId) {}

  record Place(String town, String street) {}

  record Listed(List<String> several, double share, Place place) {}

  record Ask(String orderId) {}

  record Alarm(String orderId) {}

  private static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              new MessageType(MessageKind.EVENT, "began", 1, Began.class, null),
              new MessageType(MessageKind.EVENT, "went-on", 1, WentOn.class, null),
              new MessageType(MessageKind.EVENT, "elsewhere", 1, Elsewhere.class, null),
              new MessageType(MessageKind.EVENT, "opened", 1, Opened.class, null),
              new MessageType(MessageKind.EVENT, "scanned", 1, Scanned.class, null),
              new MessageType(MessageKind.EVENT, "listed", 1, Listed.class, null),
              new MessageType(MessageKind.COMMAND, "ask", 1, Ask.class, null),
              new MessageType(MessageKind.TIMER, "alarm", 1, Alarm.class, null)));

  private static void assertProblem(Class<?> type, String problem) {
    WiringProblems problems = new WiringProblems();
    assertThat(
            ProcessInspection.inspect(
                type,
                TYPES,
                parameter -> {
                  if (parameter.getParameterType() == Thread.class) {
                    throw new NoUniqueBeanDefinitionException(Thread.class, "one", "two");
                  }
                  throw new NoSuchBeanDefinitionException(parameter.getParameterType());
                },
                problems))
        .isEmpty();
    assertThatExceptionOfType(WiringException.class)
        .isThrownBy(problems::throwIfAny)
        .withMessageContaining(problem);
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Opaquely {
    @Starts
    void on(Opened event) {}
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class ByBytes {
    @Starts
    void on(Scanned event) {}
  }

  @Test
  void correlationNeedsATextOfItsOwn() {
    assertProblem(
        Opaquely.class,
        HERE
            + "Opaquely is sequenced by orderId, but in Opened that is a "
            + HERE
            + "Opaque, which has no toString() of its own, so no two events would belong to one instance. Let it be a String, a UUID, a number or a record.");
    assertProblem(ByBytes.class, "but in Scanned that is a byte[], which has no toString()");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class NoStart {
    @Handle
    void on(WentOn event) {}
  }

  @Test
  void needsAStart() {
    assertProblem(
        NoStart.class,
        HERE
            + "NoStart has no @Starts method, so no instance ever begins. Annotate the method that takes the first event.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Twice {
    @Starts
    void one(Began event) {}

    @Handle
    void two(Began event) {}
  }

  @Test
  void takesAnEventOnce() {
    assertProblem(
        Twice.class,
        HERE + "Twice.one and " + HERE + "Twice.two both take Began. Keep one of them.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class TwoRoles {
    @Starts
    @Ends
    void on(Began event) {}
  }

  @Test
  void methodHasOneRole() {
    assertProblem(
        TwoRoles.class,
        HERE + "TwoRoles.on has more than one of @Starts, @Handle, @Ends and @OnTimer. Keep one.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class NoBean {
    @Starts
    void on(Began event, StringBuilder builder) {}
  }

  @Test
  void parametersAreBeans() {
    assertProblem(
        NoBean.class,
        HERE
            + "NoBean.on takes java.lang.StringBuilder as parameter 2, of which there is no bean. Parameters after the message are Process, Metadata, RecordedMessage and Spring beans.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class TwoBeans {
    @Starts
    void on(Began event, Thread thread) {}
  }

  @Test
  void beanIsTheOnlyOne() {
    assertProblem(
        TwoBeans.class,
        "TwoBeans.on takes java.lang.Thread as parameter 2, of which there is more than one bean.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Static {
    @Starts
    static void on(Began event) {}
  }

  @Test
  void methodBelongsToTheInstance() {
    assertProblem(
        Static.class,
        HERE + "Static.on is static, so it belongs to no instance. Make it an instance method.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Later {
    @Starts
    CompletableFuture<Void> on(Began event) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void methodIsDoneWhenItReturns() {
    assertProblem(Later.class, HERE + "Later.on returns a CompletableFuture, so");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class OtherComponent {
    @Starts
    void on(Began event) {}

    @Handle
    void on(Elsewhere event) {}
  }

  @Test
  void everyEventHasTheComponent() {
    assertProblem(
        OtherComponent.class,
        HERE
            + "OtherComponent is sequenced by orderId, but Elsewhere has no component of that name. Add it to the event, or name one that all its events have.");
  }

  @ProcessManager(name = "x", sequencedBy = "several")
  static class SeveralIds {
    @Starts
    void on(Listed event) {}
  }

  @ProcessManager(name = "x", sequencedBy = "share")
  static class FractionAsId {
    @Starts
    void on(Listed event) {}
  }

  @ProcessManager(name = "x", sequencedBy = "place")
  static class PairAsId {
    @Starts
    void on(Listed event) {}
  }

  @Test
  void correlationIsAnId() {
    assertProblem(
        SeveralIds.class,
        HERE
            + "SeveralIds is sequenced by several, which is a List in Listed, and that is not an id. Take a text, a whole number, a UUID, or a record with just one of these.");
    assertProblem(FractionAsId.class, "sequenced by share, which is a double in Listed, and");
    assertProblem(PairAsId.class, "sequenced by place, which is a Place in Listed, and");
  }

  static class Hiding {
    int attempts;
    transient int kept;
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Hidden extends Hiding {
    int attempts;
    int kept;

    @Starts
    void on(Began event) {}
  }

  @Test
  void eachFieldHasAPlaceInTheState() {
    assertProblem(
        Hidden.class,
        "The wiring has 1 problem:\n - The state of process manager "
            + HERE
            + "Hidden has two fields with the name attempts, in "
            + HERE
            + "Hidden and "
            + HERE
            + "Hiding, and only one of them would be stored. Give one of them another name, or make it transient if it is not state.");
  }

  @SuppressWarnings("ClassCanBeStatic")
  @ProcessManager(name = "x", sequencedBy = "orderId")
  class Inner {
    @Starts
    void on(Began event) {}
  }

  @Test
  void isNoInnerClass() {
    assertProblem(
        Inner.class,
        HERE
            + "Inner is an inner class, which needs an object of its outer class. Make it static, or a class of its own.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Answers {
    @Starts
    Ask on(Began event) {
      return new Ask(event.orderId());
    }
  }

  @Test
  void methodsReturnNothing() {
    assertProblem(
        Answers.class,
        HERE
            + "Answers.on returns Ask, which nothing would take. Send a command by process.send(…), and return nothing.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class ProcessFirst {
    @Starts
    void on(Process process, Began event) {}
  }

  @Test
  void takesTheMessageFirst() {
    assertProblem(
        ProcessFirst.class,
        HERE
            + "ProcessFirst.on has the first parameter dev.foliot.process.Process, but the first parameter must be the message.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class TextAsTimer {
    @Starts
    void on(Began event) {}

    @OnTimer
    void fired(String name) {}
  }

  @Test
  void messageOfATimerIsARecordOfTheApplication() {
    assertProblem(
        TextAsTimer.class,
        HERE
            + "TextAsTimer.fired has the first parameter java.lang.String. The message of a timer is a record of the application: declare one.");
    assertThat(ProcessMessages.timersOf(TextAsTimer.class)).isEmpty();
  }

  @ProcessManager(name = "x", sequencedBy = "orderId", earlyWithin = "soon", stuckAfter = "-1h")
  static class WrongTimes {
    @Starts
    void on(Began event) {}
  }

  @Test
  void timesAreTimes() {
    assertProblem(
        WrongTimes.class,
        HERE
            + "WrongTimes has earlyWithin = \"soon\", which is not a time. Write a number above zero with its unit, such as 30m, 12h or 7d, at most 36500d.");
    assertProblem(WrongTimes.class, "has stuckAfter = \"-1h\", which is not a time.");
  }

  @ProcessManager(
      name = "x",
      sequencedBy = "orderId",
      earlyWithin = "36501d",
      stuckAfter = "9223372036854775807s")
  static class EndlessTimes {
    @Starts
    void on(Began event) {}
  }

  @ProcessManager(name = "x", sequencedBy = "orderId", earlyWithin = "60", stuckAfter = "60")
  static class TimesWithoutUnit {
    @Starts
    void on(Began event) {}
  }

  @Test
  void timesHaveAnEndAndAUnit() {
    for (Class<?> each : List.of(EndlessTimes.class, TimesWithoutUnit.class)) {
      assertProblem(each, "has earlyWithin = ");
      assertProblem(each, "has stuckAfter = ");
    }
  }

  @ProcessManager(name = " ", sequencedBy = "", version = 0)
  static class Blank {
    @Starts
    void on(Began event) {}
  }

  @Test
  void namesAreGiven() {
    assertProblem(
        Blank.class,
        HERE
            + "Blank has a blank name. Declare one that stays the same for ever: @ProcessManager(name = \"…\", …).");
    assertProblem(
        Blank.class,
        HERE
            + "Blank has a blank sequencedBy. Name the component of its events that identifies an instance, such as orderId.");
    assertProblem(Blank.class, HERE + "Blank has version = 0, but versions start at 1.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class WithParameters {
    WithParameters(String text) {}

    @Starts
    void on(Began event) {}
  }

  @Test
  void needsAConstructorWithoutParameters() {
    assertProblem(
        WithParameters.class,
        HERE
            + "WithParameters has no constructor without parameters. Add one, of any visibility: the start of a process makes an object, and its methods take beans as parameters.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  record Fixed(String orderId) {
    @Starts
    void on(Began event) {}
  }

  @Test
  void isAClassThatCanChange() {
    assertProblem(
        Fixed.class,
        HERE
            + "Fixed is annotated with @ProcessManager, but no object of it can change. Make it a class that is not abstract, with fields for its state.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class WrongMessages {
    @Starts
    void start(Began event) {}

    @Handle
    void command(Ask command) {}

    @Handle
    void text(String text) {}

    @OnTimer
    void event(WentOn event) {}

    @Handle
    void nothing() {}
  }

  @Test
  void methodsTakeTheirKindOfMessages() {
    assertProblem(
        WrongMessages.class,
        HERE
            + "WrongMessages.command has the first parameter "
            + HERE
            + "Ask, which is of the kind COMMAND. It must be of the kind EVENT.");
    assertProblem(
        WrongMessages.class,
        HERE
            + "WrongMessages.text has the first parameter java.lang.String, which is not a known message. Annotate it with @DomainEvent, and check that its package is scanned.");
    assertProblem(
        WrongMessages.class,
        HERE
            + "WrongMessages.event has the first parameter "
            + HERE
            + "WentOn, which is of the kind EVENT. It must be of the kind TIMER.");
    assertProblem(
        WrongMessages.class,
        HERE + "WrongMessages.nothing takes nothing. Its first parameter must be the message.");
  }

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class WithError {
    @Starts
    void on(Began event) {}

    @OnError
    void failed(Exception error) {}
  }

  @Test
  void hasNoErrorMethod() {
    assertProblem(
        WithError.class,
        HERE
            + "WithError.failed is annotated with @OnError or @On, which a process manager does not have.");
  }

  interface Shape {}

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Unreadable {
    private Shape shape;

    @Starts
    void on(Began event) {}
  }

  @Test
  void stateCanBeReadAgain() {
    assertProblem(
        Unreadable.class,
        "The state of process manager "
            + HERE
            + "Unreadable could be stored, but not read again: Unreadable.shape is the interface "
            + HERE
            + "Shape, and its JSON does not say which class it was. Declare a class that can, or make the field transient if it is not state.");
  }

  static class Splits {
    @Upcasts(kind = Upcasts.Kind.PROCESS, name = "x", from = 1)
    List<UpcastMessage> split(ObjectNode state) {
      return List.of();
    }
  }

  @Test
  void stateStaysOne() {
    WiringProblems problems = new WiringProblems();
    UpcasterInspection.inspect(Splits.class, new Splits(), problems);

    assertThatExceptionOfType(WiringException.class)
        .isThrownBy(problems::throwIfAny)
        .withMessageContaining(
            HERE
                + "Splits.split upcasts the state of a process, which stays one. Return an ObjectNode.");
  }
}
