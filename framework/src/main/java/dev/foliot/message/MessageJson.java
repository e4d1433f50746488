package dev.foliot.message;

import dev.foliot.message.Upcasters.Content;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as JSON (R9). The mapper is Foliot's own, so that a setting that the application makes
 * for its web API cannot change what is stored. Unknown fields are ignored; a record component that
 * is missing is an error, unless it is {@code @Nullable} or an {@code Optional}. What was stored in
 * an earlier version is read through the {@link Upcasters}. Safe for use by several threads.
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

  private final JsonMapper trees =
      mapper
          .rebuild()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final Supplier<Upcasters> upcasters;

  /** For types that have no upcasters. */
  public MessageJson(MessageTypes types) {
    this(types, () -> Upcasters.none(types));
  }

  /**
   * @param upcasters asked when a message of an earlier version is read, not before
   */
  public MessageJson(MessageTypes types, Supplier<Upcasters> upcasters) {
    this.types = types;
    this.upcasters = upcasters;
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
  public List<RecordedMessage> parts(RecordedMessage stored) {
    Metadata metadata = stored.metadata();
    MessageKind kind = typeKind(stored.kind());
    Optional<MessageType> type = types.find(kind, metadata.type());
    if (type.isPresent() && isOfToday(metadata, type.get())) {
      return List.of(stored);
    }
    TypeVersion was = types.today(kind, metadata.type(), metadata.typeVersion());
    Upcasters all = upcasters.get();
    if (!all.changes(was)) {
      return List.of(stored.part(types.named(kind, was.name()), stored.json()));
    }
    return all.upcast(new Content(was, tree(stored)), metadata).stream()
        .map(part -> stored.part(types.named(kind, part.type().name()), write(part.json())))
        .toList();
  }

  private static boolean isOfToday(Metadata stored, MessageType type) {
    return type.name().equals(stored.type()) && type.version() == stored.typeVersion();
  }

  private ObjectNode tree(RecordedMessage stored) {
    try {
      return trees.readValue(stored.json(), ObjectNode.class);
    } catch (JacksonException e) {
      throw UnreadableMessageException.of(stored.metadata(), describe(e), e);
    }
  }

  @Override
  public Object read(RecordedMessage message) {
    Metadata metadata = message.metadata();
    MessageType type = types.named(typeKind(message.kind()), metadata.type());
    try {
      return mapper.readValue(message.json(), type.javaType());
    } catch (JacksonException e) {
      throw UnreadableMessageException.of(metadata, describe(e), e);
    }
  }

  /** A broker inside the database carries events. */
  private static MessageKind typeKind(MessageKind stored) {
    return stored == MessageKind.PUBLISHED ? MessageKind.EVENT : stored;
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
