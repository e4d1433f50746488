package dev.foliot.failure;

import org.apiguardian.api.API;

/**
 * Throws exceptions of foreign code where none is declared, so that callers get them unwrapped.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Rethrow {
  private Rethrow() {}

  /**
   * Always throws the failure, also if it is a checked exception. So write {@code throw
   * Rethrow.asItIs(failure)}.
   */
  public static RuntimeException asItIs(Throwable failure) {
    throw Rethrow.<RuntimeException>unchecked(failure);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
    throw (E) failure;
  }
}
