package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.Inspected.Find;
import dev.foliot.handler.Inspected.Order;
import dev.foliot.handler.Inspected.Ordered;
import dev.foliot.handler.Inspected.Shipped;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R38: the methods of one handler class; what Spring adds is tested with the wiring. */
class HandlerInspectionTests {
  static class OfEverything {
    @Handle
    void event(Ordered event) {}

    @Handle
    void command(Order command) {}

    @Handle
    void query(Find query) {}

    @Handle
    static void notOfTheBean(Shipped event) {}
  }

  static class Visible {
    @Handle
    private void hidden(Ordered event) {}

    @Handle
    final void last(Shipped event) {}
  }

  static class Proxy extends Visible {}

  @ParameterizedTest
  @EnumSource(HandlerKind.class)
  void takesOnlyWhatItsKindHandles(HandlerKind kind) {
    WiringProblems problems = new WiringProblems();

    HandlerBean handler =
        Inspected.inspect(
            new HandlerDeclaration(kind, "all", Handle.class, 0, "", StartPosition.END, null, null),
            new OfEverything(),
            problems);

    assertThat(handler.messageClasses())
        .containsExactly(
            switch (kind) {
              case COMMAND -> Order.class;
              case QUERY -> Find.class;
              default -> Ordered.class;
            });
    assertThat(problemsOf(problems))
        .hasSize(2)
        .allMatch(
            problem -> problem.endsWith("is not what a " + kind.annotation() + " bean handles."));
  }

  @Test
  void callsHiddenMethodsWithoutAProxy() {
    assertThatCode(() -> Inspected.handler(HandlerKind.EVENT, "v", new Visible()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesHiddenMethodsBehindAProxy() {
    WiringProblems problems = new WiringProblems();

    HandlerInspection.inspect(
        Inspected.declared(HandlerKind.EVENT, "v"),
        Visible.class,
        new Proxy(),
        Inspected.TYPES,
        problems);

    assertThat(problemsOf(problems))
        .filteredOn(problem -> problem.contains("is private or final, but its bean is proxied"))
        .hasSize(2);
  }

  static class Lists {
    @On
    void several(List<? extends Ordered> events) {}

    @On(Shipped.class)
    void stored(List<RecordedMessage> events) {}
  }

  static class AllOfThem {
    @On
    void all(List<Record> events) {}
  }

  @Test
  void listsSayWhichEventsTheyTake() {
    HandlerBean lists = Inspected.handler(projector(), new Lists());

    assertThat(lists.methodFor(Ordered.class)).hasToString("Lists.several");
    assertThat(lists.methodFor(Shipped.class).takesRecorded()).isTrue();
    assertThat(lists.messageClasses()).containsExactlyInAnyOrder(Ordered.class, Shipped.class);
    assertThat(Inspected.handler(projector(), new AllOfThem()).messageClasses())
        .containsExactlyInAnyOrder(Ordered.class, Shipped.class);
  }

  static class WrongLists {
    @On
    void withMetadata(List<Ordered> events, Metadata metadata) {}

    @On
    @SuppressWarnings("rawtypes")
    void raw(List events) {}

    @On
    void command(List<Order> commands) {}

    @On(Order.class)
    void stored(List<RecordedMessage> events) {}

    @On(Shipped.class)
    void another(List<Ordered> events) {}

    @On(Shipped.class)
    void one(Shipped event) {}
  }

  @Test
  void refusesListsThatNobodyCanFill() {
    WiringProblems problems = new WiringProblems();

    Inspected.inspect(projector(), new WrongLists(), problems);

    String name = WrongLists.class.getName();
    String nothingBut =
        " must take nothing but a List, of an event, a supertype of events, or RecordedMessage, which has the metadata.";
    assertThat(problemsOf(problems))
        .containsExactlyInAnyOrder(
            name + ".withMetadata" + nothingBut,
            name + ".raw" + nothingBut,
            name + ".one" + nothingBut,
            name
                + ".command takes a List of "
                + Order.class.getName()
                + ", but no known event is one. Annotate events with @DomainEvent, and check that their package is scanned.",
            name
                + ".stored names "
                + Order.class.getName()
                + ", which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned.",
            name + ".another names " + Shipped.class.getName() + ", which is no Ordered.");
  }

  static class PlacesCommand {
    @Handle
    void order(Order command, RecordedMessage recorded) {}
  }

  @Test
  void onlyEventsHaveAPlaceInTheLog() {
    WiringProblems problems = new WiringProblems();

    Inspected.inspect(Inspected.declared(HandlerKind.COMMAND, "c"), new PlacesCommand(), problems);

    assertThat(problemsOf(problems))
        .contains(
            PlacesCommand.class.getName()
                + ".order takes RecordedMessage, but only an event has a place in the log when it is handled. Take Metadata instead.");
  }

  static class HandlesList {
    @Handle
    void several(List<Ordered> events) {}
  }

  @Test
  void onlyProjectorsTakeLists() {
    WiringProblems problems = new WiringProblems();

    Inspected.inspect(Inspected.declared(HandlerKind.EVENT, "l"), new HandlesList(), problems);

    assertThat(problemsOf(problems))
        .containsExactly(
            HandlesList.class.getName()
                + ".several takes a List. Only a projector is given several events at once.");
  }

  private static HandlerDeclaration projector() {
    return new HandlerDeclaration(
        HandlerKind.PROJECTOR, "p", On.class, 0, "", StartPosition.BEGINNING, Object.class, null);
  }

  private static List<String> problemsOf(WiringProblems problems) {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (WiringException wiring) {
      return wiring.problems();
    }
  }

  @Test
  void problemsAreListedInOneMessage() {
    WiringProblems problems = new WiringProblems();
    problems.add("One thing is wrong.");
    problems.add("Another is wrong.");

    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("The wiring has 2 problems:\n - One thing is wrong.\n - Another is wrong.");
  }

  @Test
  void namesAreKebabCase() {
    assertThat(HandlerDeclaration.nameOf(HandlerInspectionTests.class, ""))
        .isEqualTo("handler-inspection-tests");
    assertThat(HandlerDeclaration.nameOf(HandlerInspectionTests.class, "mine")).isEqualTo("mine");
    assertThat(HandlerDeclaration.kebabCase("HTTPCall2Order")).isEqualTo("http-call2-order");
  }
}
