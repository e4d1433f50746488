package dev.foliot.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The metadata of a stored message, with a type and version of today. */
record UpcastMetadata(RecordedMetadata stored, String type, int typeVersion)
    implements RecordedMetadata {
  @Override
  public boolean isAtHand() {
    return stored.isAtHand();
  }

  @Override
  public long position() {
    return stored.position();
  }

  @Override
  public Lane lane() {
    return stored.lane();
  }

  @Override
  public boolean deliveredSynchronously() {
    return stored.deliveredSynchronously();
  }

  @Override
  public UUID id() {
    return stored.id();
  }

  @Override
  public Metadata known() {
    return stored.known().ofType(type, typeVersion);
  }

  @Override
  public @Nullable RuntimeException broken() {
    return stored.broken();
  }
}
