package dev.foliot.message;

import java.time.Duration;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The options of a message; null means that the message inherits the value.
 *
 * @param priority overrides the inherited one
 * @param correlationId overrides the inherited one
 * @param timeout from now to the deadline
 * @param headers added to the inherited ones
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record MessageOptions(
    @Nullable Priority priority,
    @Nullable String correlationId,
    @Nullable Duration timeout,
    Map<String, String> headers) {
  /** Everything is inherited. */
  public static final MessageOptions NONE = new MessageOptions(null, null, null, Map.of());
}
