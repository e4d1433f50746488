package dev.foliot.eventstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The column {@code metadata}: the part of the metadata that has no column of its own. Most
 * messages have no such part: then the column is null.
 *
 * @param correlationId null if it is a UUID, because then the column of that name has it
 * @hidden
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@API(status = API.Status.INTERNAL)
public record StoredMetadata(
    @Nullable String correlationId,
    @Nullable Instant deadline,
    @Nullable String traceParent,
    @Nullable Map<String, String> headers) {
  /** Nothing. */
  public static final StoredMetadata NONE = new StoredMetadata(null, null, null, null);

  /** The JSON of the metadata without a column; null if there is none. */
  public static @Nullable String write(Metadata metadata, MessageJson json) {
    String correlationId = metadata.correlationId();
    StoredMetadata rest =
        new StoredMetadata(
            asUuid(correlationId) == null ? correlationId : null,
            metadata.deadline(),
            metadata.traceParent(),
            metadata.headers().isEmpty() ? null : metadata.headers());
    return rest.equals(NONE) ? null : json.write(rest);
  }

  /** The value of the column of correlation ids: a text that is not a UUID is hashed to one. */
  public static UUID correlationKey(String correlationId) {
    UUID uuid = asUuid(correlationId);
    return uuid == null
        ? UUID.nameUUIDFromBytes(correlationId.getBytes(StandardCharsets.UTF_8))
        : uuid;
  }

  /** The UUID that prints as this text; null if there is none. */
  private static @Nullable UUID asUuid(String text) {
    if (text.length() != 36) {
      return null;
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? uuid : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The correlation id; the value of the column if that is the whole id. */
  public String correlationIdOr(UUID column) {
    return correlationId == null ? column.toString() : correlationId;
  }

  /** The headers; none if none are stored. */
  public Map<String, String> headersOrNone() {
    return headers == null ? Map.of() : headers;
  }
}
