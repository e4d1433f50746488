package dev.foliot.message;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says about a message; null means that it says nothing and the message inherits.
 *
 * @param priority wins over an inherited one
 * @param correlationId wins over an inherited one
 * @param timeout from now to the deadline
 * @param headers added to the inherited ones
 */
public record MessageOptions(
    @Nullable Priority priority,
    @Nullable String correlationId,
    @Nullable Duration timeout,
    Map<String, String> headers) {
  /** Everything is inherited. */
  public static final MessageOptions NONE = new MessageOptions(null, null, null, Map.of());
}
