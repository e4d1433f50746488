package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.process.checkout.CheckoutTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R43, case 55: the same events lead to the same commands, in synchronous mode or not. */
abstract class SameCommandsContract extends CheckoutTest {
  @Test
  void sameEventsGiveTheSameCommands() {
    // o1 goes its way, o2 is not paid, o3 gets its events in the wrong order, o4 ends at once
    step(() -> placed("o1"));
    step(() -> placed("o2"));
    step(() -> paid("o3"));
    step(() -> reserved("o1"));
    step(() -> reserved("o2"));
    step(() -> paid("o1"));
    step(() -> placed("o3"));
    step(() -> shipped("o1"));
    step(() -> reserved("o1"));
    step(() -> shipped("o4"));
    step(() -> placed("o4"));
    step(() -> paid("o4"));
    runAfter(Duration.ofMinutes(15));

    assertThat(sent().stream().map(sent -> sent.replaceAll("[{}\"]|,.*", "")).toList())
        .containsExactly(
            "ReserveStock orderId:o1",
            "ReserveStock orderId:o2",
            "TakePayment orderId:o1",
            "TakePayment orderId:o2",
            "ShipOrder orderId:o1",
            "ReserveStock orderId:o3",
            "ShipOrder orderId:o3",
            "ReserveStock orderId:o4",
            "ReleaseStock orderId:o2",
            "ReleaseStock orderId:o2",
            "RejectOrder orderId:o2");
    assertThat(domain.processes().list(ProcessFilter.of("checkout")))
        .extracting(each -> List.of(each.id(), each.status()))
        .containsExactlyInAnyOrder(
            List.of("o1", ProcessStatus.ENDED),
            List.of("o2", ProcessStatus.ENDED),
            List.of("o3", ProcessStatus.RUNNING),
            List.of("o4", ProcessStatus.ENDED));
  }

  private void step(Runnable raise) {
    raise.run();
    run();
  }
}
