package dev.foliot.testsupport;

import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The metadata of a message of which a test needs no more than the id and the type. */
public final class TestMetadata {
  private TestMetadata() {}

  /** Of a root message: normal priority, version 1, no headers. */
  public static Metadata of(UUID id, String type) {
    return new Metadata(
        id, "correlation", null, Priority.NORMAL, Instant.EPOCH, type, 1, null, null, Map.of());
  }
}
