package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMetadata;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a row: what has columns of its own, and JSON that is parsed when somebody asks.
 */
final class LoggedMetadata implements RecordedMetadata {
  private final long position;
  private final Lane lane;
  private final boolean deliveredSynchronously;
  private final UUID id;
  private final String type;
  private final int typeVersion;
  private final int priority;
  private final OffsetDateTime occurredAt;
  private final String stored;
  private final MessageJson json;
  private volatile @Nullable Parsed parsed;

  /**
   * What has become of the JSON.
   *
   * @param broken why only the columns are known; null if all is
   */
  private record Parsed(Metadata metadata, @Nullable RuntimeException broken) {}

  LoggedMetadata(
      long position,
      Lane lane,
      boolean deliveredSynchronously,
      UUID id,
      String type,
      int typeVersion,
      int priority,
      OffsetDateTime occurredAt,
      String stored,
      MessageJson json) {
    this.position = position;
    this.lane = lane;
    this.deliveredSynchronously = deliveredSynchronously;
    this.id = id;
    this.type = type;
    this.typeVersion = typeVersion;
    this.priority = priority;
    this.occurredAt = occurredAt;
    this.stored = stored;
    this.json = json;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public boolean deliveredSynchronously() {
    return deliveredSynchronously;
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public int typeVersion() {
    return typeVersion;
  }

  @Override
  public Metadata known() {
    return parsed().metadata();
  }

  @Override
  public @Nullable RuntimeException broken() {
    return parsed().broken();
  }

  private Parsed parsed() {
    Parsed found = parsed;
    if (found == null) {
      found = parse();
      parsed = found;
    }
    return found;
  }

  private Parsed parse() {
    try {
      return new Parsed(with(json.read(stored, StoredMetadata.class)), null);
    } catch (RuntimeException e) {
      // It fails when it is handled, as a broken payload does: it must not stop the reader (R27).
      return new Parsed(with(StoredMetadata.unreadable(id)), e);
    }
  }

  private Metadata with(StoredMetadata rest) {
    return new Metadata(
        id,
        rest.correlationId(),
        rest.causationId(),
        Priority.of(priority),
        occurredAt.toInstant(),
        type,
        typeVersion,
        rest.deadline(),
        rest.traceParent(),
        rest.headersOrNone());
  }
}
