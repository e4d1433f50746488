package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import dev.foliot.message.RawJson;
import dev.foliot.message.StorableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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
    @Nullable String metadata,
    Instant occurredAt,
    UUID correlationId,
    @Nullable UUID causationId) {
  static final String COLUMNS =
      """
      kind, category, stream, stream_version, id, type, type_version, priority, lane, \
      delivered_synchronously, payload, metadata, occurred_at, correlation_id, causation_id""";

  static List<NewRow> of(List<NewMessage> messages, MessageJson json) {
    List<String> payloads =
        json.writePayloads(messages.stream().map(each -> each.message().payload()).toList());
    return IntStream.range(0, payloads.size())
        .mapToObj(i -> of(messages.get(i), payloads.get(i), json))
        .toList();
  }

  static NewRow of(NewMessage message, String payload, MessageJson json) {
    Metadata metadata = message.message().metadata();
    String stored = metadata(message, json);
    String what = metadata.type() + " of " + message.stream();
    StorableText.require(what, payload);
    if (stored != null) {
      StorableText.require("The metadata of " + what, stored);
    }
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
        payload,
        stored,
        metadata.occurredAt().truncatedTo(ChronoUnit.MICROS),
        StoredMetadata.correlationKey(metadata.correlationId()),
        metadata.causationId());
  }

  private static @Nullable String metadata(NewMessage message, MessageJson json) {
    if (message.message().payload() instanceof RawJson raw && raw.brokenMetadata() != null) {
      return raw.brokenMetadata();
    }
    return StoredMetadata.write(message.message().metadata(), json);
  }

  /** The first version that each stream is to take. */
  static Map<StreamName, Long> firstVersions(List<NewRow> rows) {
    Map<StreamName, Long> firsts = new LinkedHashMap<>();
    for (NewRow row : rows) {
      if (row.streamVersion() != null) {
        firsts.putIfAbsent(new StreamName(row.category(), row.stream()), row.streamVersion());
      }
    }
    return firsts;
  }
}
