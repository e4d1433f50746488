package dev.foliot.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Follows the causes of an error, as far as they lead to another one, up to a bound.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Causes {
  private static final int MAX = 100;

  private Causes() {}

  /** The error and its causes, outermost first, each once; none if the error is null. */
  public static List<Throwable> of(@Nullable Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> found = new ArrayList<>();
    Throwable each = error;
    while (each != null && found.size() < MAX && seen.add(each)) {
      found.add(each);
      each = direct(each);
    }
    return found;
  }

  /** The outermost one of a type: the error itself or one of its causes. */
  public static <T extends Throwable> Optional<T> find(@Nullable Throwable error, Class<T> type) {
    return of(error).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The cause of the error itself; null if it has none, or cannot give it. */
  public static @Nullable Throwable direct(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable broken) {
      return null;
    }
  }

  /** Adds another error to the thrown one as suppressed, unless it is the same object. */
  public static void suppress(Throwable thrown, Throwable other) {
    if (thrown != other) { // an application may throw one object again and again
      thrown.addSuppressed(other);
    }
  }

  /** Cleans up after a failure. If that fails too, its error is added as suppressed. */
  public static void cleanUp(Throwable failure, Runnable cleaning) {
    try {
      cleaning.run();
    } catch (Throwable other) {
      suppress(failure, other);
    }
  }
}
