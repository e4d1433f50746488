package dev.foliot.workflow.wait;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wait for an event that is not completed.
 *
 * @param conditions components and their canonical values
 * @param from the position after which events count; null if all earlier events have been compared
 * @param deadline the time until which events count; null for no limit
 */
record OpenWait(
    String id,
    String runId,
    EventKey key,
    Map<String, String> conditions,
    @Nullable Long from,
    @Nullable Instant deadline) {

  boolean accepts(FoundEvent event) {
    return event.type().equals(key.type())
        && (from == null || event.position() > from)
        && (deadline == null || !event.occurredAt().isAfter(deadline))
        && conditions.entrySet().stream()
            .allMatch(each -> each.getValue().equals(event.value(each.getKey())));
  }
}
