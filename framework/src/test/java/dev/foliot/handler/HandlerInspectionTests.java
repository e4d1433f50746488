package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.Inspected.Find;
import dev.foliot.handler.Inspected.Order;
import dev.foliot.handler.Inspected.Ordered;
import dev.foliot.handler.Inspected.Scanned;
import dev.foliot.handler.Inspected.Shipped;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.scheduling.annotation.Async;

/** R38: the methods of one handler class; what Spring adds is tested with the wiring. */
class HandlerInspectionTests {
  static class OfEverything {
    @Handle
    void event(Ordered event) {}

    @Handle
    void command(Order command) {}

    @Handle
    void query(Find query) {}
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
              case COMMAND, SUBMITTED -> Order.class;
              case QUERY -> Find.class;
              default -> Ordered.class;
            });
    assertThat(problemsOf(problems))
        .hasSize(2)
        .allMatch(
            problem -> problem.endsWith("which a " + kind.annotation() + " bean does not handle."));
  }

  static class OfScans {
    @Handle
    void on(Scanned event) {}
  }

  @Test
  void keyHasAText() {
    WiringProblems problems = new WiringProblems();

    Inspected.inspect(
        new HandlerDeclaration(
            HandlerKind.EVENT, "scans", Handle.class, 0, "code", StartPosition.END, null, null),
        new OfScans(),
        problems);

    assertThat(problemsOf(problems))
        .containsExactly(
            OfScans.class.getName()
                + " is sequenced by code, but in Scanned that is a byte[], which has no toString() of its own, so equal values would not be one key. Let it be a String, a UUID, a number or a record.");
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
        "visible",
        new Proxy(),
        Inspected.TYPES,
        problems);

    assertThat(problemsOf(problems))
        .filteredOn(problem -> problem.contains("is private or final, but its bean is proxied"))
        .hasSize(2);
  }

  static class OfTheClass {
    @Handle
    static void on(Ordered event) {}
  }

  @Test
  void refusesStaticMethods() {
    assertThat(problemsOf(new OfTheClass()))
        .containsExactly(
            OfTheClass.class.getName()
                + ".on is static, so it belongs to no bean. Make it an instance method.");
  }

  interface Handles<M> {
    @Handle
    Object handle(M message) throws Exception;
  }

  static class Narrowed implements Handles<Ordered> {
    @Override
    public String handle(Ordered event) {
      return event.orderId();
    }
  }

  abstract static class Generic<M extends Record> {
    @Handle
    M same(M message, Metadata metadata) {
      return message;
    }
  }

  static class Concrete extends Generic<Shipped> {}

  static class Overriding extends Concrete {
    @Override
    Shipped same(Shipped message, Metadata metadata) {
      return new Shipped("overridden", message.parcels());
    }
  }

  @Test
  void findsGenericAndOverriddenMethods() throws Throwable {
    assertThat(handled(new Narrowed(), new Ordered("o"))).isEqualTo("o");
    assertThat(handled(new Concrete(), new Shipped("o", 1))).isEqualTo(new Shipped("o", 1));
    assertThat(handled(new Overriding(), new Shipped("o", 1)))
        .isEqualTo(new Shipped("overridden", 1));
  }

  private static Object handled(Object bean, Object event) throws Throwable {
    return Inspected.handler(HandlerKind.EVENT, "h", bean).handle(Inspected.message(event));
  }

  interface OneList<E> {
    @On
    void all(List<E> events);
  }

  static class OrderedList implements OneList<Ordered> {
    @Override
    public void all(List<Ordered> events) {}
  }

  @Test
  void findsGenericLists() {
    assertThat(Inspected.handler(projector(), new OrderedList()).messageClasses())
        .containsExactly(Ordered.class);
  }

  static class Asynchronous {
    @Handle
    CompletableFuture<Void> future(Ordered event) {
      return new CompletableFuture<>();
    }

    @Handle
    Flow.Publisher<String> publisher(Order event) {
      return subscriber -> {};
    }

    @Async
    @Handle
    void async(Shipped event) {}
  }

  interface Later<M> extends Handles<M> {
    @Override
    CompletionStage<String> handle(M message);
  }

  static class Inherited implements Later<Ordered> {
    @Override
    public CompletableFuture<String> handle(Ordered message) {
      return new CompletableFuture<>();
    }
  }

  @Async
  static class AllAsynchronous extends Narrowed {}

  @Test
  void refusesAsynchronousMethods() {
    String lost = "so its message would count as handled before";
    assertThat(problemsOf(new Asynchronous()))
        .anyMatch(each -> each.contains(".future returns a CompletableFuture, " + lost))
        .anyMatch(each -> each.contains(".publisher returns a Publisher, " + lost))
        .anyMatch(each -> each.contains(".async is @Async, " + lost))
        .hasSize(3);
    assertThat(problemsOf(new Inherited()))
        .singleElement()
        .asString()
        .contains(".handle returns a CompletableFuture, " + lost);
    assertThat(problemsOf(new AllAsynchronous()))
        .singleElement()
        .asString()
        .contains(".handle is @Async, " + lost);
  }

  private static List<String> problemsOf(Object bean) {
    WiringProblems problems = new WiringProblems();
    Inspected.inspect(Inspected.declared(HandlerKind.EVENT, "h"), bean, problems);
    return problemsOf(problems);
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
        .containsExactlyInAnyOrder(Ordered.class, Shipped.class, Scanned.class);
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
        " must take only a List: of an event, of a supertype of events, or of RecordedMessage, which has the metadata.";
    assertThat(problemsOf(problems))
        .containsExactlyInAnyOrder(
            name + ".withMetadata" + nothingBut,
            name + ".raw" + nothingBut,
            name + ".one" + nothingBut,
            name
                + ".command takes a List of "
                + Order.class.getName()
                + ", but no known event is of this type. Annotate events with @DomainEvent, and check that their package is scanned.",
            name
                + ".stored names "
                + Order.class.getName()
                + ", which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned.",
            name + ".another names " + Shipped.class.getName() + ", which is not of type Ordered.");
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
                + ".several takes a List. Only a projector can take several events at once.");
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
