package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The name under which PostgreSQL passes on notifications among the nodes of one application.
 * Channels belong to a database; two applications in one have different schemas for Foliot.
 */
record SignalChannel(String name) {
  private static final int MAX_BYTES = 63;

  static SignalChannel of(FoliotSchema schema) {
    String name = "foliot_" + schema.name();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new SignalChannel(
        bytes.length <= MAX_BYTES ? name : "foliot_" + UUID.nameUUIDFromBytes(bytes));
  }

  String quoted() {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
