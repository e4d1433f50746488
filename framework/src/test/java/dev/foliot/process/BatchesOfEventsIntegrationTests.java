package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.EngineRun;
import dev.foliot.engine.Leftover;
import dev.foliot.process.checkout.CheckoutTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R43: the events of a batch are handled together, and as if each came alone. */
class BatchesOfEventsIntegrationTests extends CheckoutTest {
  private List<String> orders(ProcessStatus status) {
    return domain.processes().list(ProcessFilter.of("checkout")).stream()
        .filter(each -> each.status() == status)
        .map(ProcessSummary::id)
        .toList();
  }

  private List<ProcessTimer> timers(String orderId) {
    return domain.processes().find("checkout", orderId).orElseThrow().timers();
  }

  @Test
  void startAndNextEventsOfManyInstancesComeTogether() {
    List.of("o1", "o2").forEach(this::placed);
    run();
    List.of("o3", "o4").forEach(this::placed);
    List.of("o1", "o3").forEach(this::reserved);
    List.of("o2", "o4").forEach(this::shipped);

    run();

    assertThat(orders(ProcessStatus.RUNNING)).containsExactly("o1", "o3");
    assertThat(orders(ProcessStatus.ENDED)).containsExactly("o2", "o4");
    assertThat(sent()).hasSize(6);
  }

  @Test // R25
  void failedEventOfABatchStopsItsInstanceAlone() {
    List.of("o1", "o2", "o3").forEach(this::placed);
    run();
    calls.fail("reserved o2");
    List.of("o1", "o2", "o3").forEach(this::reserved);
    List.of("o1", "o2", "o3").forEach(this::paid);

    run();

    assertThat(timers("o2")).isEmpty();
    assertThat(sent()).filteredOn(each -> each.startsWith("ShipOrder")).hasSize(2);
    assertThat(sent()).filteredOn(each -> each.contains("o2")).hasSize(1);
  }

  @Test // R27
  void unreadableEventOfABatchIsParkedAlone() {
    List.of("o1", "o2", "o3").forEach(this::placed);
    jdbc.update("update foliot_message set payload = 'broken' where stream = 'o2'");

    EngineRun run = run();

    assertThat(orders(ProcessStatus.RUNNING)).containsExactly("o1", "o3");
    assertThat(run.leftovers()).extracting(Leftover::what).containsExactly(Leftover.What.PARKED);
  }

  @Test
  void unreadableStateOfABatchFailsAlone() {
    List.of("o1", "o2", "o3").forEach(this::placed);
    run();
    jdbc.update("update foliot_process set state = 'broken' where correlation = 'o2'");
    List.of("o1", "o2", "o3").forEach(this::reserved);

    EngineRun run = run();

    assertThat(run.leftovers()).extracting(Leftover::key).containsExactly("o2");
    assertThat(calls.all()).contains("reserved o1", "reserved o3").doesNotContain("reserved o2");
  }

  @Test
  void timersAreSetAndCancelledInOrder() {
    List.of("o1", "o2").forEach(this::placed);
    List.of("o1", "o2").forEach(this::reserved);
    run();
    clock.advance(Duration.ofMinutes(1));
    paid("o1");
    reserved("o1");
    reserved("o2");
    paid("o2");

    run();

    assertThat(timers("o1"))
        .singleElement()
        .satisfies(
            payment ->
                assertThat(payment.dueAt()).isAfterOrEqualTo(START.plus(Duration.ofMinutes(16))));
    assertThat(timers("o2")).isEmpty();
    assertThat(jdbc.queryForList("select owner_key from foliot_timer", String.class))
        .containsExactly("o1");
  }

  @Test
  void keptEventsOfABatchGoToTheirInstancesInOrder() {
    paid("o1");
    reserved("o2");
    reserved("o1");
    placed("o2");
    run();
    assertThat(calls.all()).containsExactly("placed o2", "reserved o2");

    placed("o1");
    run();

    assertThat(calls.all()).endsWith("placed o1", "paid o1", "reserved o1");
  }
}
