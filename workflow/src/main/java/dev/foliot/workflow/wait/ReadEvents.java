package dev.foliot.workflow.wait;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.LogPage;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.wait.OpenWaits.Completed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Reads the events of some types from the log, in their current form.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReadEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ReadEvents.class);
  private static final int PAGE = 500;
  private static final long PAGE_BYTES = 4 * 1024 * 1024;
  private static final int MAX_WARNED = 10_000;

  private final EventStore store;
  private final MessageJson json;
  private final Transactions transactions;

  /** The ids of messages that cannot be used: many waits may read the same ones. */
  private final Set<UUID> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param transactions stores a key of personal data that an upcaster has added
   */
  public ReadEvents(EventStore store, MessageJson json, Transactions transactions) {
    this.store = store;
    this.json = json;
    this.transactions = transactions;
  }

  /**
   * Events in the order of the log.
   *
   * @param through the position up to which all wanted events are included
   */
  record Page(List<FoundEvent> events, long through) {}

  /** The position up to which the log can be read. */
  long settledHead() {
    return store.settledHead();
  }

  /**
   * The next events of these types.
   *
   * @param wanted their current type names
   * @param upTo a settled position
   */
  Page read(Set<String> wanted, long after, long upTo) {
    LogFilter filter =
        LogFilter.between(after, upTo, PAGE)
            .kinds(MessageKind.EVENT)
            .types(json.storedNames(MessageKind.EVENT, wanted));
    LogPage page = store.readPage(filter, PAGE_BYTES);
    List<FoundEvent> found = new ArrayList<>();
    for (RecordedMessage message : page.messages()) {
      ifUsable(message, () -> found(message, wanted)).ifPresent(found::addAll);
    }
    return new Page(found, page.through());
  }

  private List<FoundEvent> found(RecordedMessage message, Set<String> wanted) {
    return message.parts().stream()
        .filter(part -> wanted.contains(part.type()))
        .map(this::found)
        .toList();
  }

  private FoundEvent found(RecordedMessage part) {
    return new FoundEvent(part, fields(part), SingletonSupplier.of(() -> payload(part)));
  }

  private JsonNode fields(RecordedMessage part) {
    return CanonicalJson.parse(json.write(part.payload()));
  }

  /** A wait with the first of these events that completes it; empty if there is none. */
  Optional<Completed> first(List<FoundEvent> events, OpenWait wait) {
    return events.stream()
        .filter(wait::accepts)
        .flatMap(event -> completed(wait, event).stream())
        .findFirst();
  }

  private Optional<Completed> completed(OpenWait wait, FoundEvent event) {
    return ifUsable(
        event.message(), () -> new Completed(wait, event.position(), event.payload().obtain()));
  }

  /** The event as JSON, with its personal data sealed. */
  private String payload(RecordedMessage message) {
    return message.json().equals(message.storedJson())
        ? message.storedJson()
        : transactions.inCurrentOrNew(() -> json.writeSealed(message.payload()));
  }

  /**
   * What the event gives; empty if the event cannot be used, so that other events are still found.
   * After an outage, it may be usable.
   */
  private <T> Optional<T> ifUsable(RecordedMessage message, Supplier<T> use) {
    try {
      return Optional.of(use.get());
    } catch (DataAccessException | TransactionException | OutOfMemoryError outage) {
      throw outage;
    } catch (Throwable e) { // the code of the event may throw anything
      warnOnce(message, e);
      return Optional.empty();
    }
  }

  private void warnOnce(RecordedMessage message, Throwable e) {
    if (warned.size() >= MAX_WARNED) {
      warned.clear();
    }
    if (warned.add(message.id())) {
      LOG.warn(
          "message={} completes no wait, because it cannot be used: {}",
          message.id(),
          ErrorText.of(message.redact(e)));
    }
  }
}
