package dev.foliot.message;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.Upcasters.Content;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as JSON (R9). The mapper is Foliot's own, so that a setting of the application for its
 * web API cannot change stored messages. Unknown fields are ignored; a record component that is
 * missing is an error, unless it is {@code @Nullable} or an {@code Optional}. Messages of an
 * earlier version are read through the {@link Upcasters}. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MessageJson implements RecordedMessage.PayloadReader {
  private final MessageTypes types;
  private final JsonMapper plain =
      JsonMapper.builder(JsonLimits.factory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
          .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .defaultLocale(Locale.ROOT)
          .accessorNaming(new RecordNames())
          .annotationIntrospector(new RequiredComponents())
          .addModule(RecordInstantiator.module())
          .build();

  /**
   * Reads trees with exact numbers. The plain mapper makes trees of objects, because the exact
   * value of a float has more digits than its JSON.
   */
  private final JsonMapper mapper =
      plain
          .rebuild()
          .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final JsonMapper sorted =
      mapper.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
  private final Supplier<Upcasters> upcasters;
  private final PayloadSeal seal;
  private final ReadBack readBack = new ReadBack(mapper);

  /** A mapper would determine the type of a class again for each value. */
  private final ClassValue<ObjectReader> readers =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return mapper.readerFor(type);
        }
      };

  /** For types that have no upcasters. */
  public MessageJson(MessageTypes types) {
    this(types, () -> Upcasters.none(types));
  }

  /**
   * Stores payloads as they are, personal data too: for tests and tools, without a database.
   *
   * @param upcasters called when a message of an earlier version is read, not before
   */
  public MessageJson(MessageTypes types, Supplier<Upcasters> upcasters) {
    this(types, upcasters, PayloadSeal::none);
  }

  /**
   * @param upcasters called when a message of an earlier version is read, not before
   * @param seal makes the conversion between payloads and stored JSON, on top of the mapper
   */
  public MessageJson(
      MessageTypes types, Supplier<Upcasters> upcasters, Function<JsonMapper, PayloadSeal> seal) {
    this.types = types;
    this.upcasters = upcasters;
    this.seal = seal.apply(plain);
  }

  /**
   * Whether the component must be in the JSON: without it, or with null in its place, the JSON does
   * not fit the record.
   */
  public static boolean isRequired(RecordComponent component) {
    return RequiredComponents.isRequired(component);
  }

  /** The parts of a message class that could be written and never read, each as one text (R38). */
  public List<String> unreadableParts(Class<?> message) {
    return MessageShape.of(message, mapper).problems().stream()
        .map(reason -> UnstorableMessageException.describe(message, reason))
        .toList();
  }

  /**
   * The parts of values of a declared type that could be written and never read, each as the reason
   * (R38).
   *
   * @param name the name of the value, at the beginning of each reason
   */
  public List<String> unreadableParts(String name, Type declared) {
    return MessageShape.ofValue(name, mapper.constructType(declared), mapper).problems();
  }

  /** Whether an instance of a class may have values of other classes than declared. */
  public boolean isOpen(Class<?> type) {
    return MessageShape.of(type, mapper).isOpen();
  }

  /**
   * The first place where a value that was read from JSON differs from the one that was written;
   * empty if they are the same.
   *
   * @param path the name of the value
   */
  public static Optional<String> changeInReadBack(String path, Object written, Object read) {
    return ReadBackComparison.differenceWithKeys(path, written, read);
  }

  /** As {@link #changeInReadBack}, without the keys of maps, which may be personal data. */
  public static Optional<String> changeWithoutKeys(Object written, Object read) {
    return ReadBackComparison.difference(written, read);
  }

  /**
   * Checks, before a value is stored, that it can be read back from its JSON. The check is skipped
   * if earlier values have proved it for all parts of this value: see {@link ProvenParts}.
   *
   * @param declared the type as which it will be read
   * @throws UnstorableMessageException if it could not be read again, or would come back changed
   */
  public void requireReadable(Object value, Type declared) {
    JavaType type = mapper.constructType(declared);
    if (!type.isJavaLangObject()) { // otherwise it is read as text, numbers, lists and maps
      readBack.check(value, type);
    }
  }

  /**
   * Payloads as stored: with personal data sealed. Call it where they are stored.
   *
   * @throws UnstorableMessageException if one could not be read again, or would come back changed
   */
  public List<String> writePayloads(List<?> payloads) {
    List<String> written = seal.write(payloads);
    payloads.forEach(this::readBack);
    return written;
  }

  /**
   * Does the same for a payload without personal data; returns null if it has personal data. It
   * needs no transaction.
   */
  public @Nullable String writePlainPayload(Object payload) {
    String written = seal.writeIfPlain(payload);
    if (written != null) {
      readBack(payload);
    }
    return written;
  }

  private void readBack(Object payload) {
    if (types.knows(payload.getClass())) {
      readBack.check(payload);
    }
  }

  /** Any value as stored, if it has no personal data; null if it has. It needs no transaction. */
  public @Nullable String writeIfPlain(Object value) {
    return seal.writeIfPlain(value);
  }

  /** Any value as stored, with personal data sealed. Call it where it is stored. */
  public String writeSealed(Object value) {
    return seal.write(List.of(value)).get(0);
  }

  /** A stored value with decrypted personal data, except data of forgotten persons. */
  public Object readSealed(String stored, Type type) {
    return seal.isSealed(stored)
        ? mapper.treeToValue(seal.read(stored), mapper.constructType(type))
        : read(stored, type);
  }

  /**
   * Returns stored JSON with decrypted personal data, except data of forgotten persons; for readers
   * that may see it.
   */
  public String readable(String stored) {
    return seal.isSealed(stored) ? write(seal.read(stored)) : stored;
  }

  /** Returns the kind of messages with this code; empty if it is not known. */
  public Optional<MessageKind> kind(int code) {
    return types.kind(code);
  }

  /** Returns the kinds of messages that are known. */
  public Collection<MessageKind> kinds() {
    return types.kinds();
  }

  /**
   * Returns a hash of a payload without its personal data, 64 hexadecimal digits: the same for each
   * equal payload, on each node.
   */
  public String fingerprint(Object payload) {
    return Sha256.of(sorted.writeValueAsString(seal.comparable(payload)));
  }

  /** Any value as JSON, with everything readable. */
  public String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  /** JSON as a value of Foliot's own, such as stored metadata. */
  public <T> T read(String json, Class<T> type) {
    return readers.get(type).readValue(json);
  }

  /** JSON as a value of any type. */
  public Object read(String json, Type type) {
    return mapper.readValue(json, mapper.constructType(type));
  }

  @Override
  public boolean mayKeep(RecordedMessage message) {
    return !seal.isSealed(message.storedJson());
  }

  @Override
  public Throwable redact(RecordedMessage message, Throwable error) {
    return redact(message.storedJson(), error);
  }

  @Override
  public String withoutPersonalData(RecordedMessage message) {
    String stored = message.storedJson();
    return seal.isSealed(stored) ? write(seal.readPlaceholders(stored)) : stored;
  }

  /** See {@link PayloadSeal#hiding}; empty if the stored JSON has no personal data. */
  public Optional<UnaryOperator<String>> hiding(String json) {
    return seal.isSealed(json) ? Optional.of(seal.hiding(json)) : Optional.empty();
  }

  /** See {@link PayloadSeal#redact}. */
  public Throwable redact(String json, Throwable error) {
    return seal.redact(json, error);
  }

  @Override
  public List<RecordedMessage> parts(RecordedMessage stored) {
    MessageKind kind = stored.kind().types();
    Optional<MessageType> type = types.find(kind, stored.type());
    if (type.isPresent() && isOfToday(stored, type.get())) {
      return List.of(stored);
    }
    TypeVersion was = types.today(kind, stored.type(), stored.typeVersion());
    Upcasters all = upcasters.get();
    if (!all.changes(was)) {
      return List.of(stored.part(types.named(kind, was.name()), stored.json()));
    }
    return all.upcast(new Content(was, tree(stored)), stored).stream()
        .map(part -> stored.part(types.named(kind, part.type().name()), write(part.json())))
        .toList();
  }

  private static boolean isOfToday(RecordedMessage stored, MessageType type) {
    return isOfToday(stored.type(), stored.typeVersion(), type);
  }

  private static boolean isOfToday(String name, int version, MessageType type) {
    return type.name().equals(name) && type.version() == version;
  }

  /**
   * Returns the payload of a message whose type has not changed since it was stored. The result is
   * empty if the type has changed, or if the JSON does not fit. Then {@link
   * RecordedMessage#payload()} returns the payload, or throws with the reason.
   */
  public Optional<Object> readUnchanged(MessageKind kind, String name, int version, String stored) {
    try {
      return types
          .find(kind.types(), name)
          .filter(type -> isOfToday(name, version, type))
          .map(type -> readStored(stored, type.javaType()));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the names under which messages of these types may be stored.
   *
   * @param today current type names; unknown ones have no stored names
   */
  public Set<String> storedNames(MessageKind kind, Set<String> today) {
    Upcasters all = upcasters.get();
    return all.storedNames(kind).stream()
        .filter(
            stored ->
                all.classesOf(kind, stored).stream()
                    .map(javaType -> types.of(javaType).name())
                    .anyMatch(today::contains))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The declared type of a payload; empty if it is not a message. */
  public Optional<MessageType> typeOf(Object payload) {
    Class<?> type = payload.getClass();
    return types.knows(type) ? Optional.of(types.of(type)) : Optional.empty();
  }

  private Object readStored(String stored, Class<?> type) {
    return seal.isSealed(stored) ? mapper.treeToValue(seal.read(stored), type) : read(stored, type);
  }

  private ObjectNode tree(RecordedMessage stored) {
    try {
      return seal.isSealed(stored.json())
          ? (ObjectNode) seal.read(stored.json())
          : mapper.readValue(stored.json(), ObjectNode.class);
    } catch (JacksonException e) {
      throw unreadable(stored, e);
    }
  }

  @Override
  public Object read(RecordedMessage message) {
    MessageType type = types.named(message.kind().types(), message.type());
    try {
      return payload(message, type.javaType());
    } catch (JacksonException e) {
      throw unreadable(message, e);
    }
  }

  /** Jackson's error quotes the mismatching value, which may be personal data. */
  private UnreadableMessageException unreadable(RecordedMessage message, JacksonException e) {
    Throwable shown = redact(message, new IllegalStateException(describe(e), e));
    return UnreadableMessageException.of(
        message, String.valueOf(ErrorText.message(shown)), Causes.direct(shown));
  }

  private Object payload(RecordedMessage message, Class<?> type) {
    return message.isAsStored() ? readStored(message.json(), type) : read(message.json(), type);
  }

  /**
   * The fields in the JSON of a message that its class does not read, such as a component that was
   * removed or renamed. A field of a nested class is prefixed with the name of the class, such as
   * {@code Line.price}. The message must be one of the {@link RecordedMessage#parts()}, and
   * readable.
   */
  public List<String> ignoredFields(RecordedMessage message) {
    MessageType type = types.named(message.kind().types(), message.type());
    IgnoredFields ignored = new IgnoredFields(type.javaType());
    mapper.readerFor(type.javaType()).withHandler(ignored).readValue(message.json());
    return ignored.found();
  }

  /** Returns the problem of the JSON. */
  public static String describe(RuntimeException e) {
    if (!(e instanceof JacksonException json)) {
      return ErrorText.of(e);
    }
    return path(json, MessageJson::field) + json.getOriginalMessage();
  }

  /**
   * Returns the problem of the JSON without values, keys of maps and texts of other exceptions,
   * which may be personal data.
   */
  public static String describeWithoutValues(Throwable e) {
    if (!(e instanceof JacksonException json)) {
      return ErrorText.of(e);
    }
    String path =
        path(json, reference -> reference.from() instanceof Map ? "[]" : field(reference));
    if (e instanceof MismatchedInputException mismatch) {
      Class<?> target = mismatch.getTargetType();
      return "%sits JSON does not fit the reader of %s"
          .formatted(path, target == null ? "component" : target.getName());
    }
    if (e instanceof StreamReadException) {
      return path + "its JSON is broken";
    }
    Optional<Throwable> thrown =
        Causes.of(e).stream().filter(each -> !(each instanceof JacksonException)).findFirst();
    return thrown.isEmpty() || e instanceof InvalidDefinitionException
        ? path + json.getOriginalMessage()
        : "%sits code threw %s".formatted(path, thrown.get().getClass().getName());
  }

  /** The field that an error is about, with a colon; empty if it is about the whole. */
  private static String path(JacksonException e, Function<Reference, String> name) {
    return e.getPath().isEmpty()
        ? ""
        : e.getPath().stream().map(name).collect(Collectors.joining(".", "field ", ": "));
  }

  private static String field(Reference reference) {
    return reference.getPropertyName() != null
        ? reference.getPropertyName()
        : "[" + reference.getIndex() + "]";
  }
}
