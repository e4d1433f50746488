package dev.foliot.docs;

// docs: history
import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateHistory;
// docs: end
import dev.foliot.aggregate.AppendOptions;
import dev.foliot.aggregate.PastEvent;
import dev.foliot.integrity.LogReport;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.StockReceived;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;

/** Statements of the page about event sourcing. */
class EventSourcingExample {
  private static final Logger log = LoggerFactory.getLogger(EventSourcingExample.class);
  private final Domain domain;

  EventSourcingExample(Domain domain) {
    this.domain = domain;
  }

  void snapshots() {
    // docs: snapshots
    domain.snapshots().take(Inventory.class, "prod-1"); // also takeAll(Inventory.class), takeAll()
    domain.snapshots().deleteAll(Inventory.class); // also delete(Inventory.class, "prod-1")
    // docs: end
  }

  int history() {
    // docs: history
    AggregateHistory<Inventory> history = domain.historyOf(Inventory.class, "prod-1");

    history
        .entries() // lazily, page by page
        .forEach(
            entry ->
                log.info(
                    "{} {} {}", entry.version(), entry.metadata().occurredAt(), entry.event()));
    history.entries(1_000, 50); // at most 50 entries, from version 1,000 on

    Inventory third = history.at(3); // after its first three events
    Inventory lastNight = history.asOf(Instant.parse("2026-11-01T00:00:00Z"));
    // docs: end
    return third.available() - lastNight.available();
  }

  void trace(UUID messageId) {
    // docs: trace
    log.info("{}", domain.trace(messageId)); // Metadata.id() of an event
    // docs: end
  }

  /** A receipt of the system that was used before. */
  record Receipt(String number, int quantity, String warehouse, Instant bookedAt) {}

  /** What the system that was used before knows of a product. */
  record OldProduct(String id, List<Receipt> receipts) {}

  // docs: import
  @Transactional // one batch for all streams of the call: some thousand events
  public void importHistory(List<OldProduct> products) {
    for (OldProduct product : products) {
      List<PastEvent> events =
          product.receipts().stream()
              .map(
                  old ->
                      PastEvent.of(new StockReceived(product.id(), old.quantity(), old.warehouse()))
                          .at(old.bookedAt())
                          .header("receipt", old.number()))
              .toList();
      domain.append(Inventory.class, product.id(), events, AppendOptions.expectedVersion(0));
    }
  }

  // docs: end

  void close() {
    // docs: close
    domain.repositoryFor(Inventory.class).close("prod-1", "no longer sold");
    // docs: end
  }

  // docs: archive
  @Scheduled(cron = "0 0 3 * * *")
  void archive() {
    log.info("{}", domain.archive().run()); // 8200 events of 310 closed streams were archived
  }

  // docs: end

  void verify() {
    // docs: verify
    LogReport report = domain.verifyLog();
    if (!report.isSound()) {
      log.error("{}", report);
    }
    // docs: end
  }
}
