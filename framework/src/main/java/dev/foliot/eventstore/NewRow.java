package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code foliot_message} that has no position yet; columns in table order. */
record NewRow(
    short kind,
    String category,
    String stream,
    @Nullable Long streamVersion,
    UUID id,
    String type,
    int typeVersion,
    short priority,
    short lane,
    boolean deliveredSynchronously,
    String payload,
    String metadata,
    Instant occurredAt,
    String correlationId) {
  private static final int MOST_CORRELATION_ID = 200;

  static final String COLUMNS =
      """
      kind, category, stream, stream_version, id, type, type_version, priority, lane, \
      delivered_synchronously, payload, metadata, occurred_at, correlation_id""";

  static NewRow of(NewMessage message, MessageJson json) {
    Metadata metadata = message.message().metadata();
    return new NewRow(
        (short) message.kind().code(),
        message.stream().category(),
        message.stream().id(),
        message.streamVersion(),
        metadata.id(),
        metadata.type(),
        metadata.typeVersion(),
        (short) metadata.priority().value(),
        (short) message.lane().code(),
        message.deliveredSynchronously(),
        json.write(message.message().payload()),
        json.write(StoredMetadata.of(metadata)),
        metadata.occurredAt().truncatedTo(ChronoUnit.MICROS),
        correlation(metadata.correlationId()));
  }

  /** The correlation id as the column takes it, to be searched by. */
  static String correlation(String id) {
    return StorableKey.of(id, MOST_CORRELATION_ID);
  }
}
