package dev.foliot.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The chains of calls that this thread has begun in the current test and not ended. An unfinished
 * chain would prove nothing. A chain that fails by itself has ended.
 */
final class UnfinishedChains {
  private static final ThreadLocal<Map<Object, Supplier<AssertionError>>> CHAINS =
      ThreadLocal.withInitial(LinkedHashMap::new);

  private UnfinishedChains() {}

  /**
   * @param failure the error of the test if the chain does not end
   */
  static void begin(Object chain, Supplier<AssertionError> failure) {
    CHAINS.get().put(chain, failure);
  }

  static void end(Object chain) {
    CHAINS.get().remove(chain);
  }

  static void forget() {
    CHAINS.remove();
  }

  /**
   * @throws AssertionError of the first chain that has not ended
   */
  static void check() {
    Optional<Supplier<AssertionError>> first = CHAINS.get().values().stream().findFirst();
    forget();
    if (first.isPresent()) {
      throw first.get().get();
    }
  }
}
