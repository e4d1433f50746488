package dev.foliot.observation;

import dev.foliot.message.Metadata;
import org.jspecify.annotations.Nullable;

/** The trace of a message, in the format of the calling propagator. */
final class StoredTrace {
  private static final int PARTS = 4;

  private StoredTrace() {}

  /**
   * Returns the stored W3C header, or the same trace as the single header {@code b3}; null for any
   * other header.
   */
  static @Nullable String get(Metadata message, String header) {
    String stored = message.traceParent();
    if (stored == null || header.equalsIgnoreCase("traceparent")) {
      return stored;
    }
    return header.equalsIgnoreCase("b3") ? b3(stored) : null;
  }

  /** From {@code 00-trace-span-01} to {@code trace-span-1}. */
  private static @Nullable String b3(String traceParent) {
    String[] parts = traceParent.split("-", -1);
    if (parts.length < PARTS) {
      return null;
    }
    String sampled = parts[3].endsWith("1") ? "1" : "0";
    return String.join("-", parts[1], parts[2], sampled);
  }
}
