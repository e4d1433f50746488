package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxReport;
import dev.foliot.outbox.OutboxStatus;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What the endpoint of the outbox answers. */
class FoliotOutboxEndpointIntegrationTests extends ShopTest {
  private static final SecurityContext ANN =
      new SecurityContext() {
        @Override
        public Principal getPrincipal() {
          return () -> "ann";
        }

        @Override
        public boolean isUserInRole(String role) {
          return false;
        }
      };

  @Autowired private Outbox outbox;
  private FoliotOutboxEndpoint endpoint;

  @BeforeEach
  void failed() {
    endpoint = new FoliotOutboxEndpoint(outbox);
    for (String order : List.of("a", "b")) {
      domain.process(new Place(order, "none", 1));
      domain.process(new Cancel(order));
      domain.process(new Cancel(order));
    }
    jdbc.update(
        "update foliot_outbox set status = 'failed', attempts = 3, error = 'no' where id in (select min(id) from foliot_outbox group by message_key)");
  }

  @Test
  void reports() {
    assertThat(endpoint.report().getBody()).isEqualTo(new OutboxReport(2, 2, 2));
  }

  @Test
  void listsWithoutPayloads() {
    var body = (Map<?, ?>) endpoint.list("failed", null, 1).getBody();

    assertThat((List<?>) body.get("failed"))
        .singleElement()
        .asString()
        .contains("destination=cancellations", "key=order-a", "attempts=3", "error=no")
        .doesNotContain("orderId");
    assertThat(endpoint.list("lost", null, null).getStatus()).isEqualTo(400);
  }

  @Test
  void retriesAndDiscards() {
    assertThat(change("retry", "cancellations", "order-a", null).getBody())
        .isEqualTo(Map.of("retried", 1));
    assertThat(change("discard", "cancellations", null, "obsolete").getBody())
        .isEqualTo(Map.of("discarded", 1));

    assertThat(outbox.report()).isEqualTo(new OutboxReport(4 - 1, 0, 0));
    assertThat(outbox.list(OutboxStatus.DISCARDED, 1).get(0).discard().by()).isEqualTo("ann");
  }

  @Test
  void refusesWhatIsNotNamed() {
    assertThat(change("retry", null, null, null).getStatus()).isEqualTo(400);
    assertThat(change("remove", "cancellations", null, null).getStatus()).isEqualTo(400);
    assertThat(change("discard", "cancellations", null, null).getStatus()).isEqualTo(400);
    assertThat(outbox.report().failed()).isEqualTo(2);
  }

  private WebEndpointResponse<Object> change(
      String action, String destination, String key, String reason) {
    return endpoint.change(ANN, action, null, destination, key, null, reason, null);
  }
}
