package dev.foliot.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The chains of calls that the current test has begun and not ended, in its thread and in threads
 * that it has started. An unfinished chain would prove nothing. A chain that fails by itself has
 * ended.
 */
final class UnfinishedChains {
  private static final ThreadLocal<Map<Object, Supplier<AssertionError>>> CHAINS =
      new InheritableThreadLocal<>() {
        @Override
        protected Map<Object, Supplier<AssertionError>> initialValue() {
          return Collections.synchronizedMap(new LinkedHashMap<>());
        }
      };

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

  /** Begins with none. The threads of this test share its map. */
  static void forget() {
    CHAINS.remove();
    CHAINS.get();
  }

  /**
   * @throws AssertionError of the first chain that has not ended
   */
  static void check() {
    Optional<Supplier<AssertionError>> first =
        List.copyOf(CHAINS.get().values()).stream().findFirst();
    forget();
    if (first.isPresent()) {
      throw first.get().get();
    }
  }
}
