package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import dev.foliot.process.ProcessSummary;
import dev.foliot.process.checkout.CheckoutTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class StuckInstancesEndpointIntegrationTests extends CheckoutTest { // R44
  private WebEndpointResponse<Object> stuck(String process, int limit) {
    return new FoliotEndpoint(domain.subscriptions(), domain.processes())
        .read(process, "stuck", null, limit, null);
  }

  @Test
  void listsStuckInstances() {
    placed("o1");
    placed("o2");
    run();
    assertThat(stuck("checkout", 10).getBody()).isEqualTo(Map.of("stuck", List.of()));

    clock.advance(Duration.ofHours(2));

    assertThat(stuck("checkout", 1).getBody())
        .asInstanceOf(map(String.class, Object.class))
        .extractingByKey("stuck")
        .asInstanceOf(list(ProcessSummary.class))
        .extracting(ProcessSummary::id)
        .containsExactly("o1");
  }

  @Test
  void refusesWhatIsNeverStuck() {
    assertThat(stuck("services", 10).getStatus()).isEqualTo(400);
    assertThat(stuck("checkout", 1_001).getStatus()).isEqualTo(400);
  }
}
