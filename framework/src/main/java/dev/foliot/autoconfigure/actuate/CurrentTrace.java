package dev.foliot.autoconfigure.actuate;

import dev.foliot.message.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * The current span as W3C {@code traceparent}, for any format that the tracer uses between
 * services.
 */
final class CurrentTrace implements TraceContext {
  private static final int TRACE_ID_LENGTH = 32;

  private final Tracer tracer;

  CurrentTrace(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public @Nullable String traceParent() {
    io.micrometer.tracing.TraceContext current = tracer.currentTraceContext().context();
    if (current == null || current.traceId().isBlank() || current.spanId().isBlank()) {
      return null;
    }
    String flags = Boolean.TRUE.equals(current.sampled()) ? "01" : "00";
    return "00-%s-%s-%s".formatted(padded(current.traceId()), current.spanId(), flags);
  }

  /** Brave may use ids of 64 bits. */
  private static String padded(String traceId) {
    return "0".repeat(Math.max(0, TRACE_ID_LENGTH - traceId.length())) + traceId;
  }
}
