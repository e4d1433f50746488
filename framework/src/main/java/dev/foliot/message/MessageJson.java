package dev.foliot.message;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as JSON (R9). The mapper is Foliot's own, so that a setting that the application makes
 * for its web API cannot change what is stored. Unknown fields are ignored; a record component that
 * is missing is an error, unless it is {@code @Nullable} or an {@code Optional}. Safe for use by
 * several threads.
 */
public final class MessageJson implements RecordedMessage.PayloadReader {
  private final MessageTypes types;
  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .annotationIntrospector(new RequiredComponents())
          .build();

  public MessageJson(MessageTypes types) {
    this.types = types;
  }

  /** Any value as JSON. */
  public String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  /** JSON as a value of Foliot's own, such as stored metadata. */
  public <T> T read(String json, Class<T> type) {
    return mapper.readValue(json, type);
  }

  @Override
  public Object read(RecordedMessage message) {
    Metadata metadata = message.metadata();
    MessageType type = types.named(typeKind(message.kind()), metadata.type());
    if (metadata.typeVersion() > type.version()) {
      throw unreadable(
          metadata,
          "this application knows versions up to %d. Deploy the version that wrote it, then retry."
              .formatted(type.version()),
          null);
    }
    try {
      return mapper.readValue(message.json(), type.javaType());
    } catch (JacksonException e) {
      throw unreadable(metadata, describe(e), e);
    }
  }

  /** A broker inside the database carries events. */
  private static MessageKind typeKind(MessageKind stored) {
    return stored == MessageKind.PUBLISHED ? MessageKind.EVENT : stored;
  }

  private static UnreadableMessageException unreadable(
      Metadata metadata, String reason, @Nullable Throwable cause) {
    return new UnreadableMessageException(
        metadata.type(), metadata.typeVersion(), metadata.id(), reason, cause);
  }

  private static String describe(JacksonException e) {
    if (e instanceof DatabindException databind && !databind.getPath().isEmpty()) {
      String field =
          databind.getPath().stream()
              .map(
                  reference ->
                      reference.getPropertyName() != null
                          ? reference.getPropertyName()
                          : "[" + reference.getIndex() + "]")
              .collect(Collectors.joining("."));
      return "field " + field + ": " + e.getOriginalMessage();
    }
    return e.getOriginalMessage();
  }
}
