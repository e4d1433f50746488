package dev.foliot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateNotFoundException;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.billing.Billing.Balance;
import dev.foliot.autoconfigure.billing.Billing.Deposit;
import dev.foliot.autoconfigure.billing.Billing.FindBalance;
import dev.foliot.autoconfigure.billing.Billing.OpenAccount;
import dev.foliot.command.CommandListener;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTests {
  private final List<Metadata> sent = new ArrayList<>();
  private int number;

  /** Hears of every command. */
  private interface Story {
    void tell(Domain domain);
  }

  private void with(Story story) {
    CommandListener listener =
        new CommandListener() {
          @Override
          public void started(Message command) {
            sent.add(command.metadata());
          }
        };
    FoliotRunner.billing()
        .withBean(CommandListener.class, () -> listener)
        .run(context -> story.tell(context.getBean(Domain.class)));
  }

  private OpenAccount open() {
    return new OpenAccount("a" + ++number);
  }

  // ---- R7: priority

  @Test
  void priorityHoldsForEveryCommandInside() {
    with(
        domain -> {
          domain.withPriority(
              Priority.BACKFILL,
              () -> {
                domain.process(open());
                domain.process(open());
              });
          domain.process(open());

          assertThat(sent)
              .extracting(Metadata::priority)
              .containsExactly(Priority.BACKFILL, Priority.BACKFILL, Priority.NORMAL);
        });
  }

  @Test
  void prioritiesNest() {
    with(
        domain -> {
          domain.withPriority(
              Priority.LOW,
              () -> {
                domain.withPriority(Priority.HIGH, () -> domain.process(open()));
                domain.process(open());
              });

          assertThat(sent)
              .extracting(Metadata::priority)
              .containsExactly(Priority.HIGH, Priority.LOW);
        });
  }

  @Test
  void priorityEndsWithAnException() {
    with(
        domain -> {
          assertThatIllegalStateException()
              .isThrownBy(
                  () ->
                      domain.withPriority(
                          Priority.LOW,
                          () -> {
                            throw new IllegalStateException("the import failed");
                          }));
          domain.process(open());

          assertThat(sent).extracting(Metadata::priority).containsExactly(Priority.NORMAL);
        });
  }

  @Test
  void otherThreadsDoNotSeeThePriority() {
    with(
        domain -> {
          domain.withPriority(
              Priority.LOW, () -> CompletableFuture.runAsync(() -> domain.process(open())).join());

          assertThat(sent).extracting(Metadata::priority).containsExactly(Priority.NORMAL);
        });
  }

  @Test
  void explicitPriorityWins() {
    with(
        domain -> {
          domain.withPriority(
              Priority.LOW,
              () -> domain.process(open(), CommandOptions.priority(Priority.CRITICAL)));

          assertThat(sent).extracting(Metadata::priority).containsExactly(Priority.CRITICAL);
        });
  }

  @Test
  void priorityActionGivesItsResult() {
    with(
        domain ->
            assertThat(domain.<String>withPriority(Priority.LOW, () -> "imported"))
                .isEqualTo("imported"));
  }

  // ---- options

  @Test
  void optionsReachTheCommand() {
    with(
        domain -> {
          CommandOptions options =
              CommandOptions.none()
                  .withPriority(Priority.HIGH)
                  .correlationId("import-17")
                  .timeout(Duration.ofSeconds(5))
                  .header("source", "file")
                  .header("line", "3");

          domain.process(open(), options);

          assertThat(sent)
              .singleElement()
              .satisfies(
                  metadata -> {
                    assertThat(metadata.priority()).isEqualTo(Priority.HIGH);
                    assertThat(metadata.correlationId()).isEqualTo("import-17");
                    assertThat(metadata.deadline()).isEqualTo(metadata.occurredAt().plusSeconds(5));
                    assertThat(metadata.headers())
                        .containsOnly(
                            org.assertj.core.api.Assertions.entry("source", "file"),
                            org.assertj.core.api.Assertions.entry("line", "3"));
                  });
        });
  }

  @Test
  void userIsNoOption() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandOptions.none().header("foliot-user", "boss"))
        .withMessage(
            "CommandOptions.header was given the header foliot-user. Foliot sets the headers whose names begin with foliot-. This one has the name of the user who caused the message: declare a CurrentUser bean to decide it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foliot-due-at", "foliot-event-id", "Foliot-Anything"})
  void headersOfFoliotAreNoOptions(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandOptions.none().header(name, "2026-01-01T03:00:00Z"))
        .withMessage(
            "CommandOptions.header was given the header %s. Foliot sets the headers whose names begin with foliot-. Give it another name.",
            name);
  }

  @Test
  void optionsAreImmutable() {
    CommandOptions base = CommandOptions.priority(Priority.LOW);

    CommandOptions other = base.withPriority(Priority.HIGH).header("a", "b");

    assertThat(base.toMessageOptions().priority()).isEqualTo(Priority.LOW);
    assertThat(base.toMessageOptions().headers()).isEmpty();
    assertThat(other.toMessageOptions().priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void timeoutIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandOptions.none().timeout(Duration.ZERO))
        .withMessage("A timeout is positive; this one is PT0S");
  }

  // ---- the rest of the door

  @Test
  void asksWithAType() {
    with(
        domain -> {
          assertThat(domain.ask(new FindBalance("a"), Balance.class)).isEqualTo(new Balance(0));
          assertThatThrownBy(() -> domain.ask(new FindBalance("a"), String.class))
              .isInstanceOf(ClassCastException.class);
        });
  }

  @Test
  void processesWithAPrimitiveType() {
    with(
        domain -> {
          domain.process(new OpenAccount("a"));

          assertThat(domain.process(new Deposit("a", 5), int.class)).isEqualTo(5);
          assertThat(domain.process(new OpenAccount("b"), int.class)).isNull();
        });
  }

  @Test
  void givesRepositories() {
    with(
        domain -> {
          domain.process(new OpenAccount("a"));

          assertThat(domain.repositoryFor(Billing.Account.class).get("a").id()).isEqualTo("a");
          assertThat(domain.repositoryFor(Billing.Account.class).find("b")).isEmpty();
          assertThatThrownBy(() -> domain.process(new Deposit("b", 1)))
              .isInstanceOf(AggregateNotFoundException.class);
        });
  }

  @Test
  void refusesWhatIsNoAggregate() {
    with(
        domain ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> domain.repositoryFor(String.class))
                .withMessageContaining("java.lang.String is not an aggregate"));
  }

  // ---- R40: what a caller leaves out

  @Test
  void saysWhatBelongsWhereNothingWasGiven() {
    with(
        domain -> {
          refused(() -> domain.process(null), "domain.process was given null. Give it a command");
          refused(() -> domain.ask(null), "domain.ask was given null. Give it a query");
          refused(
              () -> domain.process(open(), (CommandOptions) null),
              "domain.process was given null. Give it options");
          refused(() -> domain.withPriority(null, () -> {}), "Give it a priority");
          refused(() -> CommandOptions.none().correlationId(" "), "given a blank text");
          refused(() -> domain.viewFor(null), "Give it a projection class");
          refused(() -> domain.repositoryFor(null), "Give it an aggregate class");
          refused(
              () -> domain.repositoryFor(Billing.Account.class).get(""),
              "The repository of account was given a blank text. Give it the id of an aggregate.");
          refused(() -> domain.repositoryFor(Billing.Account.class).find(null), "given null");
          refused(() -> domain.repositoryFor(Billing.Account.class).save(null), "an aggregate");
          refused(() -> domain.historyOf(Billing.Account.class, " "), "domain.historyOf was given");
          refused(() -> domain.trace(null), "domain.trace was given null");
          refused(() -> domain.forget(null), "domain.forget was given null");
          refused(() -> domain.forget(""), "this one is blank. Give the value of the @DataSubject");
        });
  }

  private static void refused(ThrowingCallable call, String text) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
  }
}
