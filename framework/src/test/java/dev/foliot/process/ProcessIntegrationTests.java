package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.process.checkout.CheckoutTest;
import org.junit.jupiter.api.Test;

/** Cases 53 to 55, R43: a process from its start to its end. */
class ProcessIntegrationTests extends CheckoutTest {
  @Test
  void threeStepsSendTheirCommands() {
    placed("o1");
    run();
    reserved("o1");
    run();
    paid("o1");
    run();
    shipped("o1");
    run();

    assertThat(sent())
        .containsExactly(
            "ReserveStock {\"orderId\":\"o1\",\"lines\":2}",
            "TakePayment {\"orderId\":\"o1\",\"total\":20.10}",
            "ShipOrder {\"orderId\":\"o1\",\"deliverBy\":\"2026-02-28\"}");
    assertThat(domain.processes().find("checkout", "o1").orElseThrow())
        .returns(ProcessStatus.ENDED, ProcessInstance::status)
        .returns(java.util.List.of(), ProcessInstance::timers);
  }
}
