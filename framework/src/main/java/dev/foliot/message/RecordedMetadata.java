package dev.foliot.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a message in the log. What it takes to read the payload is known from the
 * beginning; the rest may be parsed when somebody asks for it: whoever makes a state of events
 * never does. Safe for use by several threads.
 */
public interface RecordedMetadata {
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

  /** What is known already. */
  static RecordedMetadata of(Metadata metadata) {
    return new RecordedMetadata() {
      @Override
      public UUID id() {
        return metadata.id();
      }

      @Override
      public String type() {
        return metadata.type();
      }

      @Override
      public int typeVersion() {
        return metadata.typeVersion();
      }

      @Override
      public Metadata known() {
        return metadata;
      }

      @Override
      public @Nullable RuntimeException broken() {
        return null;
      }
    };
  }
}
