package dev.foliot.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known already. */
record KnownMetadata(long position, Lane lane, boolean deliveredSynchronously, Metadata known)
    implements RecordedMetadata {
  @Override
  public UUID id() {
    return known.id();
  }

  @Override
  public String type() {
    return known.type();
  }

  @Override
  public int typeVersion() {
    return known.typeVersion();
  }

  @Override
  public @Nullable RuntimeException broken() {
    return null;
  }
}
