package dev.foliot.workflow.wait;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.LogPage;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private final EventStore store;
  private final MessageJson json;

  public ReadEvents(EventStore store, MessageJson json) {
    this.store = store;
    this.json = json;
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
      found.addAll(found(message, wanted));
    }
    return new Page(found, page.through());
  }

  /**
   * The parts of a stored event; none if it cannot be read, so that other events are still found.
   */
  private List<FoundEvent> found(RecordedMessage message, Set<String> wanted) {
    try {
      return message.parts().stream()
          .filter(part -> wanted.contains(part.type()))
          .map(part -> new FoundEvent(part, fields(part)))
          .toList();
    } catch (UnreadableMessageException | UnknownMessageTypeException e) {
      LOG.warn(
          "message={} completes no wait, because it cannot be read: {}",
          message.id(),
          ErrorText.of(e));
      return List.of();
    }
  }

  private JsonNode fields(RecordedMessage part) {
    return CanonicalJson.parse(json.write(part.payload()));
  }

  /** The event as JSON, with its personal data sealed. */
  String payload(FoundEvent event) {
    RecordedMessage message = event.message();
    return message.json().equals(message.storedJson())
        ? message.storedJson()
        : json.writeSealed(message.payload());
  }
}
