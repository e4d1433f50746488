package dev.foliot.test.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.waits.WaitsApplication.Approved;
import dev.foliot.test.waits.WaitsApplication.Broken;
import dev.foliot.test.waits.WaitsApplication.Invited;
import dev.foliot.test.waits.WaitsApplication.Shipped;
import dev.foliot.test.waits.WaitsApplication.SignedUp;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.wait.LastLook;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each wait is completed by its first event in the order of the log. */
class WaitForEventIntegrationTests extends WaitTest {
  @Autowired LastLook lastLook;

  private static Approved approved(String order, int amount) {
    return new Approved(order, new BigDecimal(amount));
  }

  private static EventWait<Approved> approval(String order) {
    return EventWait.of(Approved.class).where("order", order);
  }

  private @Nullable Object approvalOf(String run) {
    return answer(run, "1", Approved.class);
  }

  @Test
  void findsEventAfterTheWait() {
    start("r");
    await("r", approval("o-1"));
    engine.run();
    assertThat(woken()).isEmpty();

    publish(approved("o-2", 1), approved("o-1", 2), approved("o-1", 3));
    engine.run();

    assertThat(approvalOf("r")).isEqualTo(approved("o-1", 2));
    assertThat(woken()).containsExactly("r");
  }

  @Test // N13
  void findsEventBeforeTheWait() {
    publish(approved("o-1", 0));
    start("r");
    publish(approved("o-1", 1), approved("o-1", 2));

    await("r", approval("o-1"));
    engine.run();

    assertThat(approvalOf("r")).isEqualTo(approved("o-1", 1));
    assertThat(woken()).containsExactly("r");
  }

  @Test
  void findsEventBeforeTheWaitOfAnotherRunThatFollowsAlready() {
    start("first");
    await("first", approval("o-1"));
    start("second");
    engine.run();
    publish(approved("o-2", 1));
    engine.run();

    await("second", approval("o-2"));
    engine.run();

    assertThat(approvalOf("second")).isEqualTo(approved("o-2", 1));
    assertThat(woken()).containsExactly("second");
  }

  @Test // L17
  void givesEachWaitItsOwnEvent() {
    start("r");
    await("r", "1", approval("o-1"));
    await("r", "2", approval("o-2"));
    engine.run();

    publish(approved("o-2", 2));
    publish(approved("o-1", 1));
    engine.run();

    assertThat(approvalOf("r")).isEqualTo(approved("o-1", 1));
    assertThat(answer("r", "2", Approved.class)).isEqualTo(approved("o-2", 2));
  }

  @Test
  void oneEventAnswersOneOfTwoEqualWaitsThatFollowEachOther() {
    start("r");
    publish(approved("o-1", 1), approved("o-1", 2));
    await("r", "1", approval("o-1"));
    engine.run();

    await("r", "2", approval("o-1"));
    engine.run();

    assertThat(approvalOf("r")).isEqualTo(approved("o-1", 1));
    assertThat(answer("r", "2", Approved.class)).isEqualTo(approved("o-1", 2));
  }

  @Test
  void comparesAllValuesAsJson() {
    String longText = "o".repeat(600);
    start("r");
    await("r", "1", approval(longText).where("amount", 5));
    await("r", "2", EventWait.of(Approved.class));
    engine.run();

    publish(approved(longText, 4), new Approved(longText, new BigDecimal("5.00")));
    engine.run();

    assertThat(approvalOf("r")).isEqualTo(new Approved(longText, new BigDecimal("5.00")));
    assertThat(answer("r", "2", Approved.class)).isEqualTo(approved(longText, 4));
  }

  @Test
  void ignoresEventAfterTheDeadline() {
    start("r", "s");
    await("r", approval("o-1").within(Duration.ofMinutes(1)));
    await("s", approval("o-1").within(Duration.ofMinutes(2)));
    engine.run();

    clock.advance(Duration.ofMinutes(1));
    publish(approved("o-1", 1));
    engine.run();

    assertThat(approvalOf("r")).isNull();
    assertThat(approvalOf("s")).isEqualTo(approved("o-1", 1));
  }

  @Test
  void lastLookFindsEventThatCameInTime() {
    start("r", "s");
    await("r", approval("o-1").within(Duration.ofMinutes(1)));
    engine.run();
    await("s", approval("o-2").within(Duration.ofMinutes(1)));
    publish(approved("o-1", 1), approved("o-2", 2), approved("o-1", 3));
    clock.advance(Duration.ofDays(1));

    lastLook.complete("r", "1");
    lastLook.complete("s", "1");

    assertThat(approvalOf("r")).isEqualTo(approved("o-1", 1));
    assertThat(approvalOf("s")).isEqualTo(approved("o-2", 2));
  }

  @Test
  void lastLookIgnoresEventThatCameTooLate() {
    start("r");
    await("r", approval("o-1").within(Duration.ofMinutes(1)));
    clock.advance(Duration.ofDays(1));
    publish(approved("o-1", 1));

    lastLook.complete("r", "1");

    assertThat(approvalOf("r")).isNull();
  }

  @Test
  void completesAWaitOnce() {
    start("r");
    await("r", approval("o-1"));
    jdbc.update(
        "update foliot_wait set outcome = 'timed_out', completed_at = current_timestamp where run_id = 'r'");

    publish(approved("o-1", 1));
    engine.run();

    assertThat(approvalOf("r")).isNull();
    assertThat(woken()).isEmpty();
  }

  @Test
  void keepsPersonalDataSealed() {
    start("r");
    await("r", EventWait.of(SignedUp.class).where("request", "q"));
    engine.run();

    publish(new SignedUp("q", "c-1", "jane@example.com"));
    engine.run();

    assertThat(answer("r", "1", SignedUp.class))
        .isEqualTo(new SignedUp("q", "c-1", "jane@example.com"));
    assertThat(jdbc.queryForObject("select payload from foliot_wait", String.class))
        .doesNotContain("jane");
  }

  @Test
  void findsEventThatWasStoredUnderAnotherName() {
    start("r");
    await("r", EventWait.of(Shipped.class).where("parcel", "p"));
    publish(new Shipped("x"));
    jdbc.update(
        "update foliot_message set type = 'parcel-sent', type_version = 1, payload = '{\"order\":\"p\"}'");

    engine.run();

    assertThat(answer("r", "1", Shipped.class)).isEqualTo(new Shipped("p"));
  }

  /** Publishes an event, changes its row, and publishes another one for another run. */
  private void publishUnusable(EventWait<?> wait, Object event, String change) {
    start("r", "s");
    await("r", wait);
    await("s", approval("o-1"));
    engine.run();
    publish(event);
    jdbc.update("update foliot_message set " + change);
    publish(approved("o-1", 1));
  }

  private void assertOnlyTheOtherRunIsWoken() {
    assertThat(approvalOf("s")).isEqualTo(approved("o-1", 1));
    assertThat(woken()).containsExactly("s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"constructor", "accessor"})
  void eventWhoseCodeFailsCompletesNoWait(String fault) {
    publishUnusable(
        EventWait.of(Broken.class).where("order", "o"),
        new Broken("o", "none"),
        "payload = replace(payload, 'none', '" + fault + "')");

    engine.run();

    assertOnlyTheOtherRunIsWoken();
  }

  @Test
  void eventWithoutItsKeyCompletesNoWait() {
    publishUnusable(
        EventWait.of(SignedUp.class).where("request", "q"),
        new SignedUp("q", "c-1", "jane@example.com"),
        "payload = replace(payload, '\"c-1\"', '\"c-2\"')");

    engine.run();

    assertOnlyTheOtherRunIsWoken();
  }

  @Test
  void eventThatCannotBeStoredAgainCompletesNoWait() {
    publishUnusable(
        EventWait.of(Invited.class).where("request", "q"),
        new Invited("q", "c-1", "jane@example.com"),
        "type_version = 1, payload = '{\"request\":\"q\",\"mail\":\"jane@example.com\"}'");

    engine.run();

    assertOnlyTheOtherRunIsWoken();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOncePerEventThatCannotBeUsed(CapturedOutput log) {
    start("t", "u");
    await("t", EventWait.of(Invited.class).where("request", "q"));
    await("u", EventWait.of(Invited.class).where("request", "q"));
    publishUnusable(
        EventWait.of(Invited.class).where("request", "q"),
        new Invited("q", "c-1", "jane@example.com"),
        "type_version = 1, payload = '{\"request\":\"q\",\"mail\":\"jane@example.com\"}'");

    engine.run();
    lastLook.complete("t", "1");

    assertThat(log.getOut()).containsOnlyOnce("completes no wait, because it cannot be used");
  }

  @Test
  void sealsAnEventOnceForAllItsWaits() {
    start("r", "s");
    await("r", EventWait.of(Invited.class).where("request", "q"));
    await("s", EventWait.of(Invited.class).where("request", "q"));
    engine.run();
    publish(new Invited("q", "c-1", "jane@example.com"));
    jdbc.update(
        "update foliot_message set type_version = 1, payload = '{\"request\":\"q\",\"guest\":\"c-1\",\"mail\":\"jane@example.com\"}'");

    engine.run();

    assertThat(
            jdbc.queryForList(
                "select distinct payload from foliot_wait where outcome = 'succeeded'"))
        .as("sealed with another random vector each time")
        .hasSize(1);
    assertThat(woken()).containsExactly("r", "s");
  }

  @Test
  void lastLookPassesAnEventThatCannotBeStoredAgain() {
    publishUnusable(
        EventWait.of(Invited.class).where("request", "q"),
        new Invited("q", "c-1", "jane@example.com"),
        "type_version = 1, payload = '{\"request\":\"q\",\"mail\":\"jane@example.com\"}'");
    publish(new Invited("q", "c-2", "john@example.com"));

    lastLook.complete("r", "1");

    assertThat(answer("r", "1", Invited.class))
        .isEqualTo(new Invited("q", "c-2", "john@example.com"));
  }

  @Test
  void oneEventOfAThousandWaitsWakesOneRun() {
    String[] runs = IntStream.range(0, 1_000).mapToObj(i -> "r" + i).toArray(String[]::new);
    start(runs);
    transactions.doInNew(
        () -> {
          for (String run : runs) {
            waits.open(run + "/1", run, started("1", approval("o-" + run)));
          }
        });
    engine.run();

    publish(approved("o-r500", 1));
    engine.run();

    assertThat(woken()).containsExactly("r500");
  }

  @Test
  void refusesAComponentThatTheEventLacks() {
    assertThatThrownBy(() -> EventWait.of(Approved.class).where("orderId", "o"))
        .hasMessageEndingWith("Approved has no component orderId. Give one of order, amount.");
  }

  @Test
  void refusesAComponentWithPersonalData() {
    assertThatThrownBy(() -> EventWait.of(SignedUp.class).where("email", "jane@example.com"))
        .hasMessage(
            "Component email of dev.foliot.test.waits.WaitsApplication$SignedUp has personal data, and the values of a wait are stored as they are. Wait for the value of another component, such as an id.");
  }
}
