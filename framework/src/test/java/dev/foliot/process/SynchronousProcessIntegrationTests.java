package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.engine.PendingDeliveriesException;
import dev.foliot.process.checkout.CheckoutShop.ConfirmPayment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** R15 and R43: at the commit, in the transaction of the event. */
@TestPropertySource(properties = "foliot.event-processing=sync")
class SynchronousProcessIntegrationTests extends SameCommandsContract {
  @Test
  void everythingIsThereWhenTheEventIsCommitted() { // R17
    placed("o1");

    assertThat(sent()).hasSize(1);
    assertThat(domain.processes().find("checkout", "o1").orElseThrow().status())
        .isEqualTo(ProcessStatus.RUNNING);
    run();
    assertThat(calls.all()).containsExactly("placed o1");
  }

  @Test
  void failureOfTheMethodRollsTheEventBack() { // R15
    calls.fail("placed o1");

    assertThatThrownBy(() -> placed("o1")).hasMessage("placed o1 fails");

    assertThat(jdbc.queryForObject("select count(*) from foliot_message", Long.class)).isZero();
    assertThat(domain.processes().find("checkout", "o1")).isEmpty();
  }

  @Test
  void secondStartFailsItsTransaction() {
    placed("o1");

    assertThatExceptionOfType(ProcessAlreadyStartedException.class)
        .isThrownBy(() -> placed("o1"))
        .withMessageStartingWith("OrderPlaced would start process checkout o1");
    assertThat(sent()).hasSize(1);
  }

  @Test
  void loserOfTwoTransactionsFails() { // R5
    placed("o1");
    calls.during("reserved o1", () -> elsewhere(() -> paid("o1")));

    assertThatExceptionOfType(ConcurrentProcessChangeException.class)
        .isThrownBy(() -> reserved("o1"))
        .withMessage(
            "Process checkout o1 is not at revision 1 any more: another transaction changed it. Load it again and retry.");

    assertThat(calls.all()).containsExactly("placed o1", "reserved o1", "paid o1");
    assertThat(domain.processes().transitions("checkout", "o1")).hasSize(2);
  }

  @Test
  void loserOfTwoCommandsIsTriedAgain() { // R5
    placed("o1");
    calls.during("paid o1", () -> elsewhere(() -> reserved("o1")));

    domain.process(new ConfirmPayment("o1"));

    assertThat(calls.all()).containsExactly("placed o1", "paid o1", "reserved o1", "paid o1");
    assertThat(sent()).hasSize(3);
    assertThat(domain.processes().find("checkout", "o1").orElseThrow().timers()).isEmpty();
  }

  @Test
  void startMeetsEarlyEvent() { // R5: both would be the first row of the instance
    calls.during("placed o1", () -> elsewhere(() -> paid("o1")));

    assertThatExceptionOfType(ConcurrentProcessChangeException.class)
        .isThrownBy(() -> placed("o1"))
        .withMessageStartingWith("Process checkout o1 is not at revision 0 any more");
    assertThat(sent()).isEmpty();

    placed("o1");

    assertThat(sent()).hasSize(2);
    assertThat(calls.all()).containsExactly("placed o1", "placed o1", "paid o1");
  }

  @Test // the engine delivers timers in both modes
  void parkedTimerDoesNotPreventTheNextStart() {
    placed("o1");
    reserved("o1");
    jdbc.update("update foliot_timer set payload = 'broken'");
    runAfter(Duration.ofMinutes(15));
    assertThat(domain.subscriptions().held("checkout", 0, 10)).hasSize(1);

    node.register();
  }

  @Test // R18
  void startIsRefusedWhileAnEventWaitsBehindAParkedTimer() {
    placed("o1");
    reserved("o1");
    jdbc.update("update foliot_timer set payload = 'broken'");
    runAfter(Duration.ofMinutes(15));
    paid("o1");
    jdbc.update("update foliot_message set delivered_synchronously = false where kind = 1");
    jdbc.update(
        "update foliot_checkpoint set position = (select max(position) from foliot_message)");

    assertThatExceptionOfType(PendingDeliveriesException.class)
        .isThrownBy(() -> node.register())
        .withMessageStartingWith("Subscription checkout has not handled the message at position");
  }

  private static void elsewhere(Runnable work) {
    CompletableFuture.runAsync(work).join();
  }
}
