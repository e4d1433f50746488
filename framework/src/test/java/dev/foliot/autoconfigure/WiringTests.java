package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Wiring;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.billing.Billing.AccountOpened;
import dev.foliot.autoconfigure.billing.Billing.Balance;
import dev.foliot.autoconfigure.billing.Billing.Deposit;
import dev.foliot.autoconfigure.billing.Billing.Deposited;
import dev.foliot.autoconfigure.billing.Billing.FindBalance;
import dev.foliot.autoconfigure.billing.Billing.OpenAccount;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.autoconfigure.wrong.WrongTypes;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.handler.WiringException;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.OnTimer;
import dev.foliot.projection.Consistency;
import dev.foliot.projection.Projector;
import dev.foliot.query.QueryHandler;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** R38 and R39: what does not fit together is named at the start, all at once. */
class WiringTests {
  private static final String HERE = WiringTests.class.getName() + "$";

  @CommandHandler
  static class SecondOpener {
    @Handle
    void openToo(OpenAccount command) {}
  }

  @QueryHandler
  static class SecondFinder {
    @Handle
    Balance findToo(FindBalance query) {
      return new Balance(0);
    }
  }

  @CommandHandler
  static class TakesNoMessage {
    @Handle
    void on(String text) {}
  }

  @Projector(Balance.class)
  static class ProjectsNoMessage {
    @On
    void on(Integer number) {}
  }

  @EventHandler
  static class TakesACommand {
    @Handle
    void on(Deposit command) {}
  }

  @EventHandler
  static class TakesTwo {
    @Handle
    void on(Deposited event, String more) {}
  }

  @EventHandler
  static class TakesTheSameTwice {
    @Handle
    void one(Deposited event) {}

    @Handle
    void two(Deposited event, Metadata metadata) {}
  }

  @EventHandler
  static class MarkedForAProjector {
    @On
    void on(Deposited event) {}
  }

  @EventHandler
  static class Idle {}

  @EventHandler(name = "ledger")
  static class AnotherLedger {
    @Handle
    void on(Deposited event) {}
  }

  @Projector(String.class)
  static class FillsNoProjection {
    @On
    void on(Deposited event) {}
  }

  @Projector
  static class FillsNothing {
    @On
    void on(Deposited event) {}
  }

  @Projector(value = Balance.class, version = 2, consistency = Consistency.INLINE)
  static class InlineOfAVersion {
    @On
    void on(Deposited event) {}
  }

  @EventHandler(sequencedBy = "customerId")
  static class SequencedByNothing {
    @Handle
    void on(Deposited event) {}
  }

  @EventHandler
  static class ErrorMethodOfAnotherShape {
    @Handle
    void on(Deposited event) {}

    @OnError
    void failed(Exception error) {}
  }

  @EventHandler
  static class TwoErrorMethods {
    @Handle
    void on(Deposited event) {}

    @OnError
    ErrorDecision one(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }

    @OnError
    ErrorDecision two(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }
  }

  @QueryHandler
  static class ErrorMethodOfQueries {
    @Handle
    Balance find(FindBalance query) {
      return new Balance(0);
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }
  }

  /** A handler of events below it may need the method. */
  static class WithErrorMethod {
    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }
  }

  @QueryHandler
  static class InheritsErrorMethod extends WithErrorMethod {
    @Handle
    Balance find(FindBalance query) {
      return new Balance(0);
    }
  }

  @Projector(value = Balance.class, consistency = Consistency.INLINE)
  static class ErrorMethodInline {
    @On
    void on(Deposited event) {}

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }
  }

  @EventHandler
  static class MarkedForAProcess {
    @Handle
    void on(Deposited event) {}

    @OnTimer
    void due(AccountOpened event) {}
  }

  @Transactional
  @EventHandler
  static class HiddenBehindAProxy {
    @Handle
    private void on(Deposited event) {}

    @Handle
    final void on(AccountOpened event) {}
  }

  interface Contract {
    void on(Deposited event);
  }

  @Transactional
  @EventHandler
  static class ProxiedByItsInterface implements Contract {
    @Override
    @Handle
    public void on(Deposited event) {}
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement(proxyTargetClass = true)
  static class ProxyClasses {}

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement
  static class ProxyInterfaces {}

  static Stream<Arguments> problems() {
    return Stream.of(
        wrong(
            SecondOpener.class,
            "Two handlers for OpenAccount: AccountCommandHandler.open and SecondOpener.openToo. Keep exactly one."),
        wrong(
            SecondFinder.class,
            "Two handlers for FindBalance: BalanceQueries.of and SecondFinder.findToo. Keep exactly one."),
        wrong(
            TakesNoMessage.class,
            HERE
                + "TakesNoMessage.on takes java.lang.String, which is not a known message. Annotate it with @Command, @DomainEvent or @Query"),
        wrong(
            ProjectsNoMessage.class,
            HERE + "ProjectsNoMessage.on takes java.lang.Integer, which is not a known message."),
        wrong(
            TakesACommand.class,
            HERE
                + "TakesACommand.on takes "
                + Deposit.class.getName()
                + ", which a @EventHandler bean does not handle."),
        wrong(
            TakesTwo.class,
            HERE
                + "TakesTwo.on must take one message, and may take Metadata second, or RecordedMessage."),
        wrong(
            TakesTheSameTwice.class,
            HERE
                + "TakesTheSameTwice.one and "
                + HERE
                + "TakesTheSameTwice.two both handle Deposited. Keep one of them."),
        wrong(
            MarkedForAProjector.class,
            HERE
                + "MarkedForAProjector.on: methods of a @EventHandler bean are annotated with @Handle."),
        wrong(
            Idle.class, HERE + "Idle handles nothing. Annotate at least one method with @Handle."),
        wrong(
            AnotherLedger.class,
            "The name ledger is taken by both "
                + HERE
                + "AnotherLedger and "
                + Billing.Ledger.class.getName()
                + "."),
        wrong(
            FillsNoProjection.class,
            HERE
                + "FillsNoProjection fills java.lang.String, which is not a known projection. Name a class with @Projection in @Projector(…)."),
        wrong(
            FillsNothing.class,
            HERE + "FillsNothing fills nothing, which is not a known projection."),
        wrong(
            InlineOfAVersion.class,
            HERE
                + "InlineOfAVersion is inline and has the version 2, which would have no effect: an"
                + " inline projector does not read the log"),
        wrong(
            SequencedByNothing.class,
            HERE
                + "SequencedByNothing is sequenced by customerId, but Deposited has no component of that name."),
        wrong(
            ErrorMethodOfAnotherShape.class,
            HERE
                + "ErrorMethodOfAnotherShape.failed must be: ErrorDecision failed(Exception error, RecordedMessage message, int attempt)."),
        wrong(TwoErrorMethods.class, HERE + "TwoErrorMethods has more than one @OnError method."),
        wrong(
            ErrorMethodOfQueries.class,
            HERE
                + "ErrorMethodOfQueries.failed is annotated with @OnError, but is never called: the exceptions of a query handler reach the caller at once. Remove it."),
        wrong(
            ErrorMethodInline.class,
            HERE
                + "ErrorMethodInline.failed is annotated with @OnError, but is never called: the exceptions of an inline projector reach the caller at once. Remove it."),
        wrong(
            MarkedForAProcess.class,
            HERE
                + "MarkedForAProcess.due is annotated with @OnTimer, but is never called, because its class MarkedForAProcess is not a process manager. Move it to a class with @ProcessManager(…), or remove it."));
  }

  private static Arguments wrong(Class<?> handler, String problem) {
    return Arguments.of(handler, problem);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void namesTheProblem(Class<?> handler, String problem) {
    FoliotRunner.billing()
        .withBean(handler)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(problem)
                    .contains("Each problem names its remedy; correct them all."));
  }

  @Test
  void namesAllProblemsAtOnce() {
    FoliotRunner.billing()
        .withBean(SecondOpener.class)
        .withBean(TakesNoMessage.class)
        .withBean(AnotherLedger.class)
        .withPropertyValues(
            "foliot.packages=" + Billing.PACKAGE + "," + WrongTypes.class.getPackageName(),
            "foliot.engine.subscriptions.leger.batch-size=5")
        .run(
            context -> {
              assertThat(FoliotRunner.textOf(context))
                  .contains("The wiring has ", " problems:")
                  .contains("Two handlers for OpenAccount", "TakesNoMessage.on", "The name ledger")
                  .contains("foliot.engine.subscriptions.leger", "The category wrong");
              assertThat(FoliotRunner.analysis(context).getCause())
                  .isInstanceOfSatisfying(
                      WiringException.class, wiring -> assertThat(wiring.problems()).hasSize(16));
            });
  }

  @Test
  void namesEachProblemOnce() {
    FoliotRunner.billing()
        .withBean(TakesNoMessage.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context)).startsWith("The wiring has 1 problem:"));
  }

  @Test
  void namesUnknownSubscriptions() {
    FoliotRunner.billing()
        .withPropertyValues("foliot.engine.subscriptions.leger.batch-size=5")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "foliot.engine.subscriptions.leger configures a subscription that does not exist; known are [account-command-handler, audit, balance-projector, ledger]. Correct the name, or remove the setting."));
  }

  @QueryHandler(projections = {Balance.class, Deposited.class})
  public static class ReadsAnEvent {
    @Handle
    int on(FindBalance query) {
      return 0;
    }
  }

  @Test
  void namesReadsOfWhatNoProjectorFills() {
    FoliotRunner.billing()
        .withBean(ReadsAnEvent.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "ReadsAnEvent is annotated with @QueryHandler(projections = …), but no @Projector fills %s. Name the projections that it reads."
                            .formatted(Deposited.class.getName()))
                    .doesNotContain("fills " + Balance.class.getName()));
  }

  @EventHandler(name = "account.mail")
  public static class Mail {
    @Handle
    void on(Deposited event) {}
  }

  @Test
  void takesKnownSubscriptions() {
    FoliotRunner.billing()
        .withBean(Mail.class)
        .withPropertyValues(
            "foliot.engine.subscriptions.[account.mail].segments=2",
            "foliot.engine.subscriptions.ledger.batch-size=5",
            "foliot.engine.subscriptions.balance-projector.segments=2",
            "foliot.engine.subscriptions.audit.start=beginning")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void ignoresInheritedErrorMethodsOfQueryHandlers() {
    FoliotRunner.empty()
        .withBean(InheritsErrorMethod.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("InheritsErrorMethod.find takes") // a message of other packages
                    .doesNotContain("@OnError"));
  }

  @Test
  void namesWrongMessagesAndAggregates() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=" + WrongTypes.class.getPackageName())
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "The message name taken is declared by both "
                            + WrongTypes.First.class.getName()
                            + " and "
                            + WrongTypes.Second.class.getName())
                    .contains(
                        "The message name taken is declared by both "
                            + WrongTypes.First.class.getName()
                            + " and "
                            + WrongTypes.Third.class.getName())
                    .contains(
                        WrongTypes.VersionZero.class.getName()
                            + ") has version 0; versions start at 1")
                    .contains(
                        "The category wrong is taken by both "
                            + WrongTypes.AppliesNoMessage.class.getName()
                            + " and "
                            + WrongTypes.NoConstructor.class.getName())
                    .contains("Nobodys.name, in message nobodys, is @PersonalData, but neither")
                    .contains(
                        "AppliesNoMessage.on applies java.lang.String, which is not a known event")
                    .contains("NoConstructor has no constructor without parameters")
                    .contains(
                        "Unreadable.method is the interface "
                            + WrongTypes.Method.class.getName()
                            + ", and its JSON does not say which class it was")
                    .contains("NoAggregate is annotated with @Aggregate, but extends neither"));
  }

  @Test
  void namesMethodsThatAProxyHides() {
    FoliotRunner.billing()
        .withUserConfiguration(ProxyClasses.class)
        .withBean(HiddenBehindAProxy.class)
        .run(
            context -> {
              WiringException wiring = (WiringException) FoliotRunner.analysis(context).getCause();
              assertThat(wiring.problems())
                  .filteredOn(
                      problem ->
                          problem.contains(
                              "HiddenBehindAProxy.on is private or final, but its bean is proxied"))
                  .hasSize(2);
            });
  }

  @Test
  void namesHandlersThatAreProxiedByInterface() {
    FoliotRunner.billing()
        .withUserConfiguration(ProxyInterfaces.class)
        .withPropertyValues("spring.aop.proxy-target-class=false")
        .withBean(ProxiedByItsInterface.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        HERE
                            + "ProxiedByItsInterface is proxied by its interfaces, so its handler methods cannot be called. Let it be proxied by class"));
  }

  @EventHandler
  @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
  static class Scoped {
    @Handle
    void on(Deposited event) {}
  }

  @Configuration(proxyBeanMethods = false)
  @org.springframework.context.annotation.Import(Scoped.class)
  static class ScopedHandlers {}

  @Test
  void takesAScopedHandlerOnce() {
    FoliotRunner.billing()
        .withUserConfiguration(ScopedHandlers.class)
        .run(
            context ->
                assertThat(context.getBean(Domain.class).wiring().handlers())
                    .extracting(Wiring.HandlerEntry::name)
                    .containsOnlyOnce("scoped"));
  }

  // R10
  @Test
  void refusesCommandThatNobodyHandles() {
    FoliotRunner.billing()
        .withPropertyValues("foliot.packages=" + Billing.PACKAGE + "," + CloseAccount.PACKAGE)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOf(WiringException.class)
                    .hasMessageContaining(
                        "No handler for command CloseAccount. Annotate one method with @Handle in a @CommandHandler bean, or check that its package is scanned."));
  }

  static class TooEager {
    TooEager(Domain domain) {
      domain.process(new OpenAccount("a"));
    }
  }

  @Test
  void refusesCommandsBeforeHandlersAreKnown() {
    FoliotRunner.billing()
        .withBean(TooEager.class)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(
                        "OpenAccount cannot be handled yet: the application's handlers are known when all beans exist. Send it later, for example in an ApplicationRunner"));
  }

  @Test
  void showsTheWholePicture() {
    FoliotRunner.billing()
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new OpenAccount("a"));
              domain.process(new Deposit("a", 1));

              Wiring wiring = domain.wiring();

              assertThat(wiring.messages())
                  .extracting(Wiring.MessageEntry::name)
                  .contains("OpenAccount", "Deposited", "FindBalance");
              assertThat(wiring.handlers())
                  .extracting(Wiring.HandlerEntry::name, Wiring.HandlerEntry::handles)
                  .contains(
                      org.assertj.core.groups.Tuple.tuple("ledger", List.of(Deposited.class)));
              assertThat(wiring.aggregates())
                  .containsExactly(
                      new Wiring.AggregateEntry(
                          "account",
                          Billing.Account.class,
                          List.of(AccountOpened.class, Deposited.class)));
              assertThat(wiring.raises())
                  .containsExactly(
                      new Wiring.RaisesEntry("account", "AccountOpened"),
                      new Wiring.RaisesEntry("account", "Deposited"));
              assertThat(wiring.toMermaid().lines())
                  .startsWith("flowchart LR")
                  .contains(
                      "  command_openaccount([\"OpenAccount\"]) --> handler_command_account_command_handler[\"account-command-handler\"]",
                      "  event_deposited([\"Deposited\"]) --> handler_event_ledger[\"ledger\"]",
                      "  event_accountclosed([\"AccountClosed\"]) --> destination_accounts>\"accounts\"]",
                      "  destination_accounts>\"accounts\"] --> handler_subscriber_audit[\"audit\"]",
                      "  aggregate_account{{\"account\"}} -. observed .-> event_deposited([\"Deposited\"])");
            });
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfEventsThatNothingHandles(CapturedOutput output) {
    FoliotRunner.billing()
        .run(
            context ->
                assertThat(context.getBean(Domain.class).wiring().unhandledEvents())
                    .extracting(Wiring.MessageEntry::name)
                    .containsExactly("StatementPrinted"));

    assertThat(output)
        .containsOnlyOnce("Nothing handles event=")
        .contains("Nothing handles event=StatementPrinted; it is stored all the same");
  }

  @Test
  void findsNothingOutsideOfThePackages() {
    FoliotRunner.empty()
        .withBean(Billing.Ledger.class)
        .withPropertyValues("foliot.packages=dev.foliot.nowhere")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(Deposited.class.getName() + ", which is not a known message")
                    .contains("check that its package is scanned"));
  }
}
