package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.billing.Billing.Deposited;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.autoconfigure.composed.Notes;
import dev.foliot.autoconfigure.composed.Notes.WriteNote;
import dev.foliot.autoconfigure.forgotten.Forgotten;
import dev.foliot.autoconfigure.inner.Inner;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.RecordedMessage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.annotation.Async;

/** R38: annotations are found wherever Spring finds its own; a forgotten one is named. */
class FoundAnnotationsTests {
  @BeforeEach
  void forget() {
    Notes.SEEN.clear();
  }

  @Test
  void findsAnnotationsOfInterfacesSuperclassesAndAnnotations() {
    FoliotRunner.empty()
        .withUserConfiguration(Notes.class)
        .withPropertyValues("foliot.packages=" + Notes.PACKAGE, "foliot.event-processing=sync")
        .run(
            context -> {
              context.getBean(Domain.class).process(new WriteNote("n-1"));

              assertThat(Notes.SEEN)
                  .containsExactly("interface n-1", "superclass Dropped[id=n-1]", "composed n-1");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Listener | Listener.on is annotated with @Handle, but is never called | @CommandHandler, @QueryHandler, @EventHandler, @Subscriber or @ProcessManager(…).",
        "BoardProjector | BoardProjector.on is annotated with @On, but is never called | @Projector(…).",
        "Undecided | Undecided.failed is annotated with @OnError, but is never called | @EventHandler, @Projector(…) or @Subscriber.",
        "Purse | Purse.on is annotated with @Apply, but is never called | @Aggregate, and let it extend EventSourcedAggregate."
      })
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfMethodsThatNothingCalls(
      String bean, String problem, String cure, CapturedOutput output) throws Exception {
    FoliotRunner.billing()
        .withBean(Class.forName(Forgotten.class.getName() + "$" + bean))
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).containsOnlyOnce(problem).contains(cure);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfForgottenAnnotations(CapturedOutput output) {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=" + Forgotten.PACKAGE)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "The wiring has 1 problem:",
                        "BoardCommand is annotated as a message, but is abstract. Annotate each record"));

    assertThat(output)
        .containsOnlyOnce("Forgotten$Wallet extends an aggregate class, but is not annotated with")
        .containsOnlyOnce("Forgotten$Purse.on is annotated with @Apply, but is never called")
        .containsOnlyOnce("Forgotten$BoardProjector.on is annotated with @On, but is never called")
        .containsOnlyOnce("Forgotten$Listener.on is annotated with @Handle, but is never called");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfPackagesWithoutClasses(CapturedOutput output) {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=dev.foliot.nowhere,dev.foliot.autoconfigure.unfilled")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .containsOnlyOnce("There is no class in the package dev.foliot.nowhere of foliot.packages.")
        .doesNotContain("There is no class in the package dev.foliot.autoconfigure");
  }

  /** It would stand for the whole class path. */
  @Test
  void refusesBlankPackage() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=dev.foliot.autoconfigure.unfilled,")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "The property foliot.packages[1] must be the name of a package, but is \"\".",
                        "Correct foliot.packages[1] in the application's configuration."));
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfProjectionsThatNothingFills(CapturedOutput output) {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=dev.foliot.autoconfigure.unfilled")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .containsOnlyOnce("No projector fills projection=dev.foliot.autoconfigure.unfilled.Board");
  }

  @Test
  void refusesInnerClasses() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=" + Inner.PACKAGE)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "The wiring has 3 problems:",
                        "Inner$Manager has an annotation of Foliot, but is an inner class: an object of it needs one of dev.foliot.autoconfigure.inner.Inner, so Foliot cannot use it. Make it static.",
                        "Inner$Thing has",
                        "Inner$Row has"));
  }

  @CommandHandler
  static class Desk {
    @Handle
    void close(CloseAccount command) {}
  }

  @Test
  void namesTheBeansOfOneClass() {
    FoliotRunner.billing()
        .withPropertyValues(
            "foliot.packages=dev.foliot.autoconfigure.billing,dev.foliot.autoconfigure.closing")
        .withBean("front", Desk.class)
        .withBean("back", Desk.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("Two handlers for CloseAccount: ")
                    .contains("Desk.close of the bean front")
                    .contains("Desk.close of the bean back"));
  }

  @EventHandler
  static class Listener {
    @Handle
    void on(Deposited event) {}
  }

  @Test
  void namesTheBeansThatShareAName() {
    FoliotRunner.billing()
        .withBean("left", Listener.class)
        .withBean("right", Listener.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("The name listener is taken by both the bean ")
                    .contains("the bean left of " + Listener.class.getName())
                    .contains("the bean right of " + Listener.class.getName()));
  }

  @Async
  @EventHandler
  static class Asynchronous {
    @Handle
    void on(Deposited event) {}
  }

  @EventHandler
  static class Promising {
    @Handle
    CompletableFuture<String> on(Deposited event) {
      return CompletableFuture.completedFuture("");
    }
  }

  @EventHandler
  static class Deciding {
    @Handle
    void on(Deposited event) {}

    @Async
    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.park();
    }
  }

  @Test
  void refusesAsynchronousHandlers() {
    FoliotRunner.billing()
        .withBean(Asynchronous.class)
        .withBean(Deciding.class)
        .withBean(Promising.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("The wiring has 3 problems:")
                    .contains("Deciding.failed is @Async, so its decision would never be")
                    .contains("Asynchronous.on is @Async, so its message would count as handled")
                    .contains("Promising.on returns a CompletableFuture, so"));
  }
}
