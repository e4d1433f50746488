package dev.foliot.workflow.replay;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An error of the code in this invocation: no attempt can succeed. Nothing more is recorded, and
 * the run fails with the first such error, even if the code catches it (R62). It may occur in any
 * thread.
 */
final class Refusal {
  private final AtomicReference<RuntimeException> first = new AtomicReference<>();

  /** Keeps an error, and returns the first one. */
  RuntimeException of(RuntimeException error) {
    first.compareAndSet(null, error);
    return Objects.requireNonNull(first.get());
  }

  /** Throws the error again, in case the code has caught it. */
  void check() {
    RuntimeException error = first.get();
    if (error != null) {
      throw error;
    }
  }

  /** The first error; empty if there is none. */
  Optional<RuntimeException> error() {
    return Optional.ofNullable(first.get());
  }
}
