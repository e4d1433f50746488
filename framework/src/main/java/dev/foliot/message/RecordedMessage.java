package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in the log. The payload is parsed at the first call of {@link #payload()}
 * and kept, so that all handlers on a node share one parse. Safe for use by several threads.
 */
public final class RecordedMessage {
  /** Turns stored JSON into an object; throws if it cannot. */
  @FunctionalInterface
  public interface PayloadReader {
    /**
     * The payload.
     *
     * @throws UnknownMessageTypeException if the type is not known
     * @throws UnreadableMessageException if the JSON does not fit
     */
    Object read(RecordedMessage message);
  }

  private final long position;
  private final MessageKind kind;
  private final String category;
  private final String streamId;
  private final long streamVersion;
  private final Lane lane;
  private final boolean deliveredSynchronously;
  private final Metadata metadata;
  private final String json;
  private final PayloadReader reader;
  private volatile @Nullable Object payload;

  /** For readers of the log. */
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
    this.position = position;
    this.kind = kind;
    this.category = category;
    this.streamId = streamId;
    this.streamVersion = streamVersion;
    this.lane = lane;
    this.deliveredSynchronously = deliveredSynchronously;
    this.metadata = metadata;
    this.json = json;
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

  /** The event's version in its stream, from 1 and without gaps; 0 for anything but an event. */
  public long streamVersion() {
    return streamVersion;
  }

  public Lane lane() {
    return lane;
  }

  /** Whether the handlers of its time already ran in the transaction that stored it (R18). */
  public boolean deliveredSynchronously() {
    return deliveredSynchronously;
  }

  public Metadata metadata() {
    return metadata;
  }

  /** The payload as stored. */
  public String json() {
    return json;
  }

  /**
   * The payload as an object of today's class.
   *
   * @throws UnknownMessageTypeException if no class is declared for the type
   * @throws UnreadableMessageException if the JSON does not fit the class
   */
  public Object payload() {
    Object parsed = payload;
    if (parsed == null) {
      parsed = reader.read(this);
      payload = parsed;
    }
    return parsed;
  }

  /** Payload and metadata; throws as {@link #payload()} does. */
  public Message message() {
    return new Message(payload(), metadata);
  }

  @Override
  public String toString() {
    return "%s %s-%s@%d (position %d, id %s)"
        .formatted(metadata.type(), category, streamId, streamVersion, position, metadata.id());
  }
}
