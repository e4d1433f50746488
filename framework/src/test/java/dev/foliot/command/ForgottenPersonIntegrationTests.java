package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.Engine;
import dev.foliot.command.desk.Desk.Greet;
import dev.foliot.command.desk.Desk.Greeted;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.personaldata.AllText;
import dev.foliot.schedule.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Commands and results of a person who is forgotten while they are stored. */
class ForgottenPersonIntegrationTests extends DeskTest {
  private static final AtomicInteger PERSONS = new AtomicInteger();
  private static final String HELLO = "hello Ann Miller";
  private static final String HELLO_PLACEHOLDER = "hello ";

  /** A node remembers forgotten persons. */
  private final String person = "person-" + PERSONS.incrementAndGet();

  private final Greet greet = new Greet(person, "Ann Miller");
  private final Greeted greeted = new Greeted(person, "Ann Miller");
  private final Greeted placeholder = new Greeted(person, "");

  private void assertNothingReadable() {
    assertThat(AllText.in(jdbc)).noneMatch(text -> text.contains("Miller"));
    assertThat(domain.verifyLog().problems()).isEmpty();
  }

  @Test
  void submittedCommandRunsWithPlaceholder() {
    CommandReceipt receipt = domain.submit(greet);
    domain.forget(person);

    run();

    assertThat(notes.calls()).containsExactly(HELLO_PLACEHOLDER);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertNothingReadable();
  }

  @Test
  void scheduledCommandRunsWithPlaceholder() {
    CommandReceipt receipt = domain.submit(greet, CommandOptions.after(Duration.ofHours(1)));
    assertNothingReadable();
    domain.forget(person);
    clock.advance(Duration.ofHours(1));

    run();

    assertThat(notes.calls()).containsExactly(HELLO_PLACEHOLDER);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertNothingReadable();
  }

  @Test
  void parkedCommandIsRetriedWithPlaceholder() {
    notes.fail(HELLO, 1_000);
    notes.decide(ErrorDecision.park());
    CommandReceipt receipt = domain.submit(greet);
    run();
    assertThat(receipt.status()).isEqualTo(CommandStatus.FAILED);
    domain.forget(person);

    domain.subscriptions().retry("desk", receipt.id());
    run();

    assertThat(notes.calls()).containsExactly(HELLO, HELLO_PLACEHOLDER);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertNothingReadable();
  }

  @Test
  void receiptReadsPlaceholderOfTheResult() {
    CommandReceipt receipt = domain.submit(greet);
    run();
    assertThat(receipt.result(Greeted.class)).contains(greeted);
    assertNothingReadable();

    domain.forget(person);

    assertThat(receipt.result(Greeted.class)).contains(placeholder);
  }

  @Test
  void repeatReturnsPlaceholderOfTheResult() {
    CommandOptions once = CommandOptions.none().idempotencyKey("k");
    Object first = domain.process(greet, once);
    assertThat(first).isEqualTo(greeted);
    assertNothingReadable();

    domain.forget(person);

    Object repeat = domain.process(greet, once);
    assertThat(repeat).isEqualTo(placeholder);
    assertThat(domain.submit(greet, once).result(Greeted.class)).contains(placeholder);
    assertThat(notes.calls()).containsExactly(HELLO);
    assertNothingReadable();
  }

  @Test
  void scheduleFiresWithPlaceholder() {
    Schedule daily = Schedule.every(Duration.ofDays(1));
    domain.schedules().put("greet", daily, greet);
    fire();
    assertNothingReadable();
    domain.forget(person);

    fire();
    fire();

    assertThat(notes.calls()).containsExactly(HELLO, HELLO_PLACEHOLDER, HELLO_PLACEHOLDER);
    assertNothingReadable();
  }

  @Test
  void repeatedDeclarationOfAScheduleChangesNothing() {
    Schedule daily = Schedule.every(Duration.ofDays(1));
    domain.schedules().put("greet", daily, greet);
    domain.forget(person);
    Object before = jdbc.queryForMap("select * from foliot_timer");

    domain.schedules().put("greet", daily, greet);

    assertThat((Object) jdbc.queryForMap("select * from foliot_timer")).isEqualTo(before);
  }

  private void fire() {
    clock.advance(Duration.ofDays(1));
    Engine.inTestMode(domain).run();
  }

  @Test
  void errorsAreRemoved() {
    notes.fail("a", 1_000);
    notes.decide(ErrorDecision.skip());
    CommandReceipt receipt = domain.submit(new Jot("a"));
    domain.submit(greet);
    run();

    domain.forget(person);

    assertThat(domain.commands().find(receipt.id()).orElseThrow().error())
        .isEqualTo("(removed when a data subject was forgotten)");
  }
}
