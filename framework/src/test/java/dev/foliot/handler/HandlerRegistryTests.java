package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.Inspected.Count;
import dev.foliot.handler.Inspected.Find;
import dev.foliot.handler.Inspected.Names;
import dev.foliot.handler.Inspected.Order;
import dev.foliot.handler.Inspected.Ordered;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerRegistryTests {
  static class Events {
    @Handle
    void on(Ordered event) {}
  }

  static class Commands {
    @Handle
    void on(Order command) {}
  }

  static class Queries {
    @Handle
    void on(Find query) {}
  }

  private final HandlerRegistry registry = new HandlerRegistry();
  private final WiringProblems problems = new WiringProblems();

  @Test
  void findsTheOneHandler() {
    HandlerBean commands = Inspected.handler(HandlerKind.COMMAND, "c", new Commands());
    registry.fill(List.of(commands), problems);

    assertThat(registry.answering(HandlerKind.COMMAND, Order.class)).isSameAs(commands);
  }

  /** R10. */
  @Test
  void saysWhatHasNoHandler() {
    registry.fill(List.of(), problems);

    assertThatThrownBy(() -> registry.answering(HandlerKind.COMMAND, Order.class))
        .isInstanceOfSatisfying(
            NoHandlerException.class, e -> assertThat(e.messageClass()).isEqualTo(Order.class))
        .hasMessage(
            "No handler for command Order. Annotate one method with @Handle in a @CommandHandler bean, or check that its package is scanned.");
    assertThatThrownBy(() -> registry.answering(HandlerKind.QUERY, Find.class))
        .hasMessageStartingWith("No handler for query Find.")
        .hasMessageContaining("@QueryHandler");
  }

  @Test
  void doesNotProcessAQuery() {
    registry.fill(List.of(Inspected.handler(HandlerKind.QUERY, "q", new Queries())), problems);

    assertThatThrownBy(() -> registry.answering(HandlerKind.COMMAND, Find.class))
        .isInstanceOf(NoHandlerException.class);
  }

  /** R10. */
  @Test
  void namesTwoHandlersOfOneCommand() {
    registry.fill(
        List.of(
            Inspected.handler(HandlerKind.COMMAND, "a", new Commands()),
            Inspected.handler(HandlerKind.COMMAND, "b", new Commands())),
        problems);

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "Two handlers for Order: Commands.on of the bean bean and Commands.on of the bean bean. Keep exactly one.");
  }

  @Test
  void readersComeByOrderThenName() {
    HandlerBean b = Inspected.handler(HandlerKind.EVENT, "b", new Events());
    HandlerBean a = Inspected.handler(HandlerKind.EVENT, "a", new Events());
    HandlerBean first =
        Inspected.handler(HandlerDeclaration.of(HandlerKind.EVENT, "z", -1), new Events());
    registry.fill(List.of(b, a, first), problems);

    assertThat(registry.reading(Ordered.class)).containsExactly(first, a, b);
    assertThat(registry.subscriptions()).containsExactly(first, a, b);
  }

  @Test
  void subscribersDoNotReadTheLog() {
    HandlerBean subscriber = Inspected.handler(HandlerKind.SUBSCRIBER, "s", new Events());
    registry.fill(List.of(subscriber), problems);

    assertThat(registry.reading(Ordered.class)).isEmpty();
    assertThat(registry.subscriptions()).containsExactly(subscriber);
  }

  @Test
  void namesOneNameOfTwoSubscriptions() {
    registry.fill(
        List.of(
            Inspected.handler(HandlerKind.EVENT, "same", new Events()),
            Inspected.handler(HandlerKind.SUBSCRIBER, "same", new Events())),
        problems);

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "The name same is taken by both the bean bean of " + Events.class.getName());
  }

  @Test // R38
  void refusesNamesOfTheEnginesDuties() {
    registry.fill(
        List.of(
            Inspected.handler(HandlerKind.EVENT, "foliot:outbox", new Events()),
            Inspected.handler(HandlerKind.EVENT, "foliot", new Events())),
        problems);

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "The subscription name foliot:outbox of %s begins with foliot:, as the names of the engine's own works do. Give it another name."
                .formatted(Events.class.getName()))
        .hasMessageNotContaining("name foliot of");
  }

  @Test
  void refusesMessagesUntilItIsFilled() {
    assertThatIllegalStateException()
        .isThrownBy(() -> registry.answering(HandlerKind.COMMAND, Order.class))
        .withMessageContaining("Order cannot be handled yet");
    assertThatIllegalStateException()
        .isThrownBy(() -> registry.reading(Ordered.class))
        .withMessageContaining("ApplicationRunner");
  }

  static class Answers {
    @Handle
    int count(Count query) {
      return 1;
    }

    @Handle
    List<String> names(Names query) {
      return List.of();
    }
  }

  static class WrongAnswers {
    @Handle
    String count(Count query) {
      return "one";
    }

    @Handle
    void names(Names query) {}
  }

  /** R38. */
  @Test
  void refusesOtherResultThanDeclared() {
    registry.fill(List.of(Inspected.handler(HandlerKind.QUERY, "q", new WrongAnswers())), problems);

    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining(
            "WrongAnswers.count returns String, but Count implements Returns<Integer>. Change one of them.")
        .hasMessageContaining(
            "WrongAnswers.names returns Void, but Names implements Returns<Collection>. Change one of them.");
  }

  @Test
  void takesDeclaredResultAndItsSubtypes() {
    registry.fill(List.of(Inspected.handler(HandlerKind.QUERY, "q", new Answers())), problems);

    problems.throwIfAny();
  }
}
