package dev.foliot.test.workflows;

import dev.foliot.message.TraceContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The span of a request, as a tracer would know it. */
@Component
class CurrentSpan implements TraceContext {
  private final ThreadLocal<String> current = new ThreadLocal<>();

  @Override
  public @Nullable String traceParent() {
    return current.get();
  }

  <T> T in(String traceParent, Supplier<T> request) {
    current.set(traceParent);
    try {
      return request.get();
    } finally {
      current.remove();
    }
  }
}
