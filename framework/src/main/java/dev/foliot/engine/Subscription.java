package dev.foliot.engine;

import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.SequencingKey;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.RecordedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A handler bean as the engine sees it: which stored messages it wants, and in which sequences. */
final class Subscription {
  private static final int MOST_KEY = 700;
  private static final int READABLE_KEY = 600;

  private final HandlerBean handler;
  private final SubscriptionSettings settings;
  private final MessageTypes types;
  private final MessageKind kind;
  private final Set<String> unwantedTypes;

  Subscription(HandlerBean handler, SubscriptionSettings settings, MessageTypes types) {
    this.handler = handler;
    this.settings = settings;
    this.types = types;
    this.kind =
        handler.kind() == HandlerKind.SUBSCRIBER ? MessageKind.PUBLISHED : MessageKind.EVENT;
    this.unwantedTypes =
        types.all().stream()
            .filter(type -> type.kind() == MessageKind.EVENT && !handler.handles(type.javaType()))
            .map(MessageType::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  String name() {
    return handler.name();
  }

  HandlerBean handler() {
    return handler;
  }

  SubscriptionSettings settings() {
    return settings;
  }

  /** The position after which it starts if it is registered while the log ends there. */
  long startWhenLogEndsAt(long end) {
    StartPosition start = settings.start() != null ? settings.start() : handler.start();
    return start == StartPosition.BEGINNING ? 0 : end;
  }

  /** The kind of messages that it reads. */
  MessageKind kind() {
    return kind;
  }

  /**
   * The declared types that it does not handle. A type that nobody declares is not among them: a
   * newer version of the application may have written it for this very subscription, so it must be
   * looked at, and parked, rather than passed over (R27).
   */
  Set<String> unwantedTypes() {
    return unwantedTypes;
  }

  /** Whether the message is for this subscription, which exists since that position (R18). */
  boolean wants(RecordedMessage message, long since) {
    boolean alreadyDelivered = message.deliveredSynchronously() && message.position() > since;
    return message.kind() == kind
        && !alreadyDelivered
        && handler.destination().map(message.category()::equals).orElse(true)
        && !unwantedTypes.contains(message.metadata().type());
  }

  /** Whether the message's type is declared. */
  boolean isKnown(RecordedMessage message) {
    return types.find(MessageKind.EVENT, message.metadata().type()).isPresent();
  }

  /** The sequencing key, as it can be stored; the stream for a message that cannot be read. */
  String keyOf(RecordedMessage message) {
    try {
      return storable(handler.sequencingKey().of(message));
    } catch (RuntimeException unreadable) {
      return storable(SequencingKey.STREAM.of(message));
    }
  }

  /** A key that no column takes is cut and told apart by its digest: it is only compared. */
  static String storable(String key) {
    if (key.length() <= MOST_KEY && key.indexOf('\0') < 0) {
      return key;
    }
    String readable = key.substring(0, Math.min(key.length(), READABLE_KEY)).replace('\0', ' ');
    return readable + "#" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The segment of a key: stable across restarts and machines. */
  static int segmentOf(String key, int segments) {
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    return Math.floorMod(hash ^ (hash >>> 13), segments);
  }
}
