package dev.foliot.message;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of the log. The payload is parsed at the first call of {@link #payload()} and kept, so
 * that all handlers on a node share one parse. A payload with personal data is parsed each time,
 * since the person may be forgotten in between. Safe for use by several threads.
 */
public final class RecordedMessage {
  /** Turns stored JSON into an object; throws if it cannot. */
  @FunctionalInterface
  public interface PayloadReader {
    /**
     * The payload of a message in its current form.
     *
     * @throws UnknownMessageTypeException if the type is not known
     * @throws UnreadableMessageException if the JSON does not fit
     */
    Object read(RecordedMessage message);

    /**
     * The current messages of a stored one: itself, unless its type has changed since.
     *
     * @throws UnknownMessageTypeException if the type is not known
     * @throws UnreadableMessageException if an upcaster fails
     */
    default List<RecordedMessage> parts(RecordedMessage stored) {
      return List.of(stored);
    }

    /** Whether each later read of the message is sure to return the same payload. */
    default boolean mayKeep(RecordedMessage message) {
      return true;
    }

    /** The error without the personal data that the message carries. */
    default Throwable redact(RecordedMessage message, Throwable error) {
      return error;
    }

    /** The stored JSON, as if everybody in it had been forgotten. */
    default String withoutPersonalData(RecordedMessage message) {
      return message.storedJson();
    }
  }

  private final long position;
  private final MessageKind kind;
  private final String category;
  private final String streamId;
  private final long streamVersion;
  private final Lane lane;
  private final boolean deliveredSynchronously;
  private final Metadata metadata;
  private final @Nullable RuntimeException brokenMetadata;
  private final String json;
  private final PayloadReader reader;
  private String storedJson;
  private volatile @Nullable Object payload;
  private volatile @Nullable List<RecordedMessage> parts;

  /** A message whose metadata is complete. */
  public RecordedMessage(
      long position,
      MessageKind kind,
      String category,
      String streamId,
      long streamVersion,
      Lane lane,
      boolean deliveredSynchronously,
      Metadata metadata,
      String json,
      PayloadReader reader) {
    this(
        position,
        kind,
        category,
        streamId,
        streamVersion,
        lane,
        deliveredSynchronously,
        metadata,
        null,
        json,
        reader);
  }

  /**
   * A message as it was read from the log.
   *
   * @param brokenMetadata why the rest of the metadata cannot be read; null if it is complete
   */
  public RecordedMessage(
      long position,
      MessageKind kind,
      String category,
      String streamId,
      long streamVersion,
      Lane lane,
      boolean deliveredSynchronously,
      Metadata metadata,
      @Nullable RuntimeException brokenMetadata,
      String json,
      PayloadReader reader) {
    this.position = position;
    this.kind = kind;
    this.category = category;
    this.streamId = streamId;
    this.streamVersion = streamVersion;
    this.lane = lane;
    this.deliveredSynchronously = deliveredSynchronously;
    this.metadata = metadata;
    this.brokenMetadata = brokenMetadata;
    this.json = json;
    this.storedJson = json;
    this.reader = reader;
  }

  /** The place in the log; ascending, not necessarily without gaps. */
  public long position() {
    return position;
  }

  public MessageKind kind() {
    return kind;
  }

  /** The aggregate's category, such as {@code order}; for a published message its destination. */
  public String category() {
    return category;
  }

  /** The aggregate's id; for a published message its key. */
  public String streamId() {
    return streamId;
  }

  /**
   * The version of an event or a tombstone in its stream, from 1 and without gaps; 0 for anything
   * else.
   */
  public long streamVersion() {
    return streamVersion;
  }

  public Lane lane() {
    return lane;
  }

  /**
   * Whether the handlers that existed at that time already ran in the transaction that stored it
   * (R18).
   */
  public boolean deliveredSynchronously() {
    return deliveredSynchronously;
  }

  /** The id of the message. */
  public UUID id() {
    return metadata.id();
  }

  /** The name of its type, as stored. */
  public String type() {
    return metadata.type();
  }

  /** The schema version of its type, as stored. */
  public int typeVersion() {
    return metadata.typeVersion();
  }

  /**
   * The metadata as stored; {@link #message()} and {@link #parts()} have the current type and
   * version. If a part of the metadata cannot be read, the rest is returned nevertheless.
   */
  public Metadata metadata() {
    return metadata;
  }

  /** Whether a part of the metadata cannot be read. */
  public boolean isMetadataBroken() {
    return brokenMetadata != null;
  }

  Metadata wholeMetadata() {
    if (brokenMetadata != null) {
      throw UnreadableMessageException.of(
          this, "its metadata is broken: " + MessageJson.describe(brokenMetadata), brokenMetadata);
    }
    return metadata;
  }

  /** The payload as stored; in one of the {@link #parts()}, as the upcasters made it. */
  public String json() {
    return json;
  }

  /**
   * The payload as stored in the log, with personal data encrypted; in a part, that of the whole
   * message.
   */
  public String storedJson() {
    return storedJson;
  }

  /** Whether it has encrypted personal data, so that each read needs keys. */
  public boolean isSealed() {
    return !reader.mayKeep(this);
  }

  boolean isAsStored() {
    return json.equals(storedJson);
  }

  /**
   * The payload as an object of the current class, after all upcasters.
   *
   * @throws UnknownMessageTypeException if no class is declared for the type
   * @throws UnreadableMessageException if the JSON does not fit the class, or an upcaster fails
   * @throws IllegalStateException if the message became none or several: see {@link #parts()}
   */
  public Object payload() {
    Object parsed = payload;
    if (parsed == null) {
      RecordedMessage today = today();
      parsed = today == this ? reader.read(this) : today.payload();
      payload = reader.mayKeep(this) ? parsed : null;
    }
    return parsed;
  }

  /**
   * The error as it may be stored and logged. If it quotes personal data of this message, a copy
   * without the data is returned.
   */
  public Throwable redact(Throwable error) {
    return reader.redact(this, error);
  }

  /**
   * Returns the message with a placeholder in each place of personal data, as if all persons were
   * forgotten. For displays, not for handlers.
   */
  public RecordedMessage withoutPersonalData() {
    return with(metadata, reader.withoutPersonalData(this));
  }

  private RecordedMessage with(Metadata otherMetadata, String otherJson) {
    return new RecordedMessage(
        position,
        kind,
        category,
        streamId,
        streamVersion,
        lane,
        deliveredSynchronously,
        otherMetadata,
        brokenMetadata,
        otherJson,
        reader);
  }

  /**
   * Payload and metadata, with the current type and version.
   *
   * @throws UnreadableMessageException if the stored metadata is broken; else as {@link #payload()}
   */
  public Message message() {
    return new Message(payload(), today().wholeMetadata());
  }

  private RecordedMessage today() {
    List<RecordedMessage> all = parts();
    if (all.size() != 1) {
      throw new IllegalStateException(
          "%s is read as %s messages today. Read its parts().".formatted(this, all.size()));
    }
    return all.get(0);
  }

  /**
   * The messages that this one becomes by {@link Upcasts}: usually one, several if it was split,
   * none if it was dropped. They share position, id and stream version, so a stored event counts as
   * one version, however many parts it has. Id and type together identify a part. The upcasters run
   * at the first call.
   *
   * @throws UnknownMessageTypeException if no class, alias or upcaster is declared for the type
   * @throws UnreadableMessageException if an upcaster fails, or if it takes the metadata and the
   *     metadata is broken
   */
  public List<RecordedMessage> parts() {
    List<RecordedMessage> found = parts;
    if (found == null) {
      found = List.copyOf(reader.parts(this));
      parts = reader.mayKeep(this) ? found : null;
    }
    return found;
  }

  /** A part of this message, of a current type. */
  RecordedMessage part(MessageType today, String content) {
    RecordedMessage part = with(metadata.ofType(today.name(), today.version()), content);
    part.parts = List.of(part);
    part.storedJson = storedJson;
    return part;
  }

  @Override
  public String toString() {
    return "%s %s-%s@%s (position %s, id %s)"
        .formatted(type(), category, streamId, streamVersion, position, id());
  }
}
