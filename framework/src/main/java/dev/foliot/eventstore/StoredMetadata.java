package dev.foliot.eventstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the {@code metadata} column holds: the metadata that has no column of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record StoredMetadata(
    String correlationId,
    @Nullable UUID causationId,
    @Nullable Instant deadline,
    @Nullable String traceParent,
    @Nullable Map<String, String> headers) {

  static StoredMetadata of(Metadata metadata) {
    return new StoredMetadata(
        metadata.correlationId(),
        metadata.causationId(),
        metadata.deadline(),
        metadata.traceParent(),
        metadata.headers());
  }

  /** Stands in for metadata that is broken. */
  static StoredMetadata unreadable(UUID id) {
    return new StoredMetadata(id.toString(), null, null, null, null);
  }

  Map<String, String> headersOrNone() {
    return headers == null ? Map.of() : headers;
  }
}
