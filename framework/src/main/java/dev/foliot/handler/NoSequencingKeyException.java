package dev.foliot.handler;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An event can be read, but does not have the sequencing key of a subscription.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class NoSequencingKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSequencingKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
