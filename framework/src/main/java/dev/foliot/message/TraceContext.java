package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/** Where a new message finds the trace that it belongs to. */
@FunctionalInterface
public interface TraceContext {
  /** No tracing. */
  TraceContext NONE = () -> null;

  /** The current W3C {@code traceparent}, or null. */
  @Nullable String traceParent();
}
