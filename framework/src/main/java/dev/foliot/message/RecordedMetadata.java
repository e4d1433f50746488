package dev.foliot.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows of a message besides its stream and its payload. What it takes to read the
 * payload is known from the beginning; the rest may be read and parsed when somebody asks for it:
 * whoever makes a state of events never does. Safe for use by several threads.
 */
public interface RecordedMetadata {
  /** Whether nothing of it would have to be read from the database. */
  default boolean isAtHand() {
    return true;
  }

  /** See {@link RecordedMessage#position()}. */
  long position();

  /** See {@link RecordedMessage#lane()}. */
  Lane lane();

  /** See {@link RecordedMessage#deliveredSynchronously()}. */
  boolean deliveredSynchronously();

  /** See {@link Metadata#id()}. */
  UUID id();

  /** See {@link Metadata#type()}. */
  String type();

  /** See {@link Metadata#typeVersion()}. */
  int typeVersion();

  /** All of it or, if what is stored is {@link #broken()}, what is known nevertheless. */
  Metadata known();

  /** Why not all of it can be known; null if it can. */
  @Nullable RuntimeException broken();
}
