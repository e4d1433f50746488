package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/** Finds the trace of a new message. */
@FunctionalInterface
public interface TraceContext {
  /** No tracing. */
  TraceContext NONE = () -> null;

  /** The current W3C {@code traceparent}, or null. */
  @Nullable String traceParent();
}
