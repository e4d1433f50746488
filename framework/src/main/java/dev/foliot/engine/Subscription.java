package dev.foliot.engine;

import dev.foliot.eventstore.StorableKey;
import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.InDelivery;
import dev.foliot.handler.NoSequencingKeyException;
import dev.foliot.handler.SequencingKey;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StreamKey;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import dev.foliot.message.Upcasters;
import dev.foliot.personaldata.PersonalDataUnreadableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A handler bean for the engine: the stored messages that it wants, and their sequences.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Subscription {
  private static final int MAX_KEY = 700;

  private final HandlerBean handler;
  private final SubscriptionSettings settings;
  private final Upcasters upcasters;
  private final Map<MessageKind, Types> types;
  private final Set<String> unwantedTypes;

  public Subscription(HandlerBean handler, SubscriptionSettings settings, Upcasters upcasters) {
    this.handler = handler;
    this.settings = settings;
    this.upcasters = upcasters;
    this.types =
        handler.messages().stream()
            .collect(Collectors.toUnmodifiableMap(kind -> kind, this::typesOf));
    this.unwantedTypes =
        names(Types::unwanted)
            .filter(name -> types.values().stream().noneMatch(each -> each.wanted.contains(name)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The names under which messages of one kind are stored.
   *
   * @param wanted the names of messages that it may handle
   * @param unwanted the known names of messages that it never handles
   * @param perhaps the names of messages that it may or may not handle
   */
  private record Types(Set<String> wanted, Set<String> unwanted, Set<String> perhaps) {}

  private Types typesOf(MessageKind kind) {
    Set<String> known = upcasters.storedNames(kind.types());
    Predicate<String> wanted = name -> classesOf(kind, name).stream().anyMatch(handler::handles);
    Predicate<String> perhaps =
        name ->
            upcasters.splits(kind.types(), name)
                || !classesOf(kind, name).stream().allMatch(handler::handles);
    return new Types(names(known, wanted), names(known, wanted.negate()), names(known, perhaps));
  }

  private static Set<String> names(Set<String> known, Predicate<String> condition) {
    return known.stream().filter(condition).collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> names(Function<Types, Set<String>> which) {
    return types.values().stream().flatMap(each -> which.apply(each).stream());
  }

  private Set<Class<?>> classesOf(MessageKind kind, String storedName) {
    return upcasters.classesOf(kind.types(), storedName);
  }

  public String name() {
    return handler.name();
  }

  public HandlerBean handler() {
    return handler;
  }

  SubscriptionSettings settings() {
    return settings;
  }

  /**
   * The position after which it starts if it is registered when the log ends at the given position.
   */
  public long startWhenLogEndsAt(long end) {
    StartPosition start = settings.start() != null ? settings.start() : handler.start();
    return start == StartPosition.BEGINNING ? 0 : end;
  }

  /**
   * The maximum age of the messages that a new subscription reads, if no start is configured; empty
   * for any age.
   */
  Optional<Duration> lookBack() {
    return settings.start() != null
        ? Optional.empty()
        : handler.inDelivery().flatMap(InDelivery::lookBack);
  }

  /** The kinds of messages that it reads. */
  public Set<MessageKind> kinds() {
    return types.keySet();
  }

  /** Returns the stored names of those messages of a kind that this subscription may handle. */
  Set<String> wantedTypes(MessageKind kind) {
    Types known = types.get(kind);
    return known == null ? Set.of() : known.wanted;
  }

  /**
   * The other names that are known, of any of its kinds. An undeclared type is not among them: a
   * newer version of the application may have written it for this very subscription, so it must be
   * read and parked, not skipped (R27).
   */
  public Set<String> unwantedTypes() {
    return unwantedTypes;
  }

  /** Whether this subscription, which exists since a position, wants the message (R18). */
  public boolean wants(RecordedMessage message, long since) {
    boolean alreadyDelivered = message.deliveredSynchronously() && message.position() > since;
    Types known = types.get(message.kind());
    String type = message.type();
    return known != null
        && !alreadyDelivered
        && handler.destination().map(message.category()::equals).orElse(true)
        && !known.unwanted.contains(type)
        && !(known.perhaps.contains(type) && takesNothing(message));
  }

  /** Whether the type of a message is not enough to decide if it is wanted. */
  public boolean looksInside() {
    return names(Types::perhaps).findAny().isPresent();
  }

  private boolean takesNothing(RecordedMessage message) {
    try {
      return message.parts().stream().noneMatch(this::takes);
    } catch (Throwable unreadable) {
      return false; // so that it is parked
    }
  }

  private boolean takes(RecordedMessage part) {
    return classesOf(part.kind(), part.type()).stream().anyMatch(handler::handles);
  }

  /** Returns the parts of a message that it handles, in order; the whole if it was never split. */
  List<RecordedMessage> partsOf(RecordedMessage message) {
    List<RecordedMessage> parts = message.parts();
    return parts.size() == 1 ? parts : parts.stream().filter(this::takes).toList();
  }

  /**
   * The sequencing key in its storable form: the key of the first part that it handles. An
   * unreadable message has a key of its own, because its real key is unknown until it can be read;
   * so no message waits behind it.
   *
   * @throws IllegalStateException if the keys of its personal data cannot be read now; with a key
   *     of its own, later messages of its real key would overtake it (R23)
   */
  String keyOf(RecordedMessage message) {
    try {
      return readKey(message);
    } catch (Throwable failure) {
      if (message.isSealed() && !isUnreadable(failure)) {
        throw new IllegalStateException(
            "Subscription %s cannot compute the sequencing key of %s, because the message cannot be read now: %s"
                .formatted(name(), message, ErrorText.of(failure)),
            failure);
      }
      return ownKey(message);
    }
  }

  /** The key of the messages of a stream, if the stream is the key. */
  static String keyOf(StreamName stream) {
    return storable(StreamKey.of(stream.category(), stream.id()));
  }

  /**
   * As {@link #keyOf(RecordedMessage)}, for a report: if the key cannot be read now, the message
   * has a key of its own.
   */
  public String reportedKeyOf(RecordedMessage message) {
    try {
      return readKey(message);
    } catch (Throwable unreadable) {
      return ownKey(message);
    }
  }

  private String readKey(RecordedMessage message) {
    SequencingKey key = handler.sequencingKey();
    return storable(key.of(key == SequencingKey.STREAM ? message : partsOf(message).get(0)));
  }

  private static String ownKey(RecordedMessage message) {
    return storable(SequencingKey.STREAM.of(message) + "@" + message.position());
  }

  /** Whether every try fails until the message or the code is changed. */
  private static boolean isUnreadable(Throwable failure) {
    return failure instanceof Error
        || failure instanceof UnreadableMessageException
        || failure instanceof UnknownMessageTypeException
        || failure instanceof PersonalDataUnreadableException
        || failure instanceof NoSequencingKeyException
        || failure instanceof IndexOutOfBoundsException;
  }

  /**
   * Returns the part of the key that distinguishes keys of one stream: empty if the stream is the
   * key.
   */
  String keyWithinStream(RecordedMessage message) {
    return isSequencedByStream() ? "" : keyOf(message);
  }

  /** Whether all messages of a stream are one sequence. */
  boolean isSequencedByStream() {
    return handler.sequencingKey() == SequencingKey.STREAM;
  }

  private static String storable(String key) {
    return StorableKey.of(key, MAX_KEY);
  }

  /** The segment of a key: stable across restarts and machines. */
  public static int segmentOf(String key, int segments) {
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    return Math.floorMod(hash ^ (hash >>> 13), segments);
  }
}
