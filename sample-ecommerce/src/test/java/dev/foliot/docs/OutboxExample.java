package dev.foliot.docs;

// docs: broker
import dev.foliot.outbox.FailedEntries;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxReport;
import dev.foliot.outbox.OutboxStatus;
// docs: end
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Code of the page about the outbox. */
class OutboxExample {
  // docs: broker
  @Bean
  MessageBroker broker(RestClient.Builder http) {
    RestClient client = http.baseUrl("https://partner.example.com").build();
    return message ->
        client
            .post()
            .uri("/topics/{topic}", message.destination())
            .header("Idempotency-Key", message.metadata().id().toString())
            .contentType(MediaType.APPLICATION_JSON)
            .body(message.json())
            .retrieve()
            .toBodilessEntity(); // returns when the partner has the message, else throws
  }

  // docs: end

  static OutboxReport operate(Outbox outbox) {
    // docs: operate
    OutboxReport report = outbox.report(); // pending, blocked behind a failed message, failed
    List<OutboxEntry> failed = outbox.list(OutboxStatus.FAILED, 100);
    outbox.retry(failed.get(0).id()); // starts again with the first attempt
    outbox.retry(FailedEntries.toDestination("shipments")); // or one key, or all
    outbox.discard(FailedEntries.ofKey("shipments", "order-ord-1"), "sent by hand", "ann");
    // docs: end
    return report;
  }
}
