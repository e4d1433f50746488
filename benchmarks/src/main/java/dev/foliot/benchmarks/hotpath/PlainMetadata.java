package dev.foliot.benchmarks.hotpath;

import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.UUID;

/** What a message would know of itself by hand. */
record PlainMetadata(UUID id, String correlationId, UUID causationId, Instant occurredAt) {
  static PlainMetadata causedBy(Metadata cause) {
    return new PlainMetadata(UUID.randomUUID(), cause.correlationId(), cause.id(), Instant.now());
  }
}
