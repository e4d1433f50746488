package dev.foliot.handler;

import dev.foliot.failure.ErrorText;
import org.apiguardian.api.API;

/**
 * Carries a checked exception of a handler that ran at the commit of a plain {@code @Transactional}
 * method (R2). {@code Domain.process} unwraps it.
 */
public final class HandlerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public HandlerFailedException(HandlerBean handler, Object payload, Throwable cause) {
    super(
        "%s failed on %s: %s"
            .formatted(handler, payload.getClass().getSimpleName(), ErrorText.of(cause)),
        cause);
  }
}
