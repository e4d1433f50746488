package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.OperationKind;
import java.util.concurrent.Callable;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs the bodies of steps: the seam for tests, which replace them.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Bodies {
  /** Runs the bodies as they are. */
  Bodies AS_THEY_ARE = (call, body) -> body.call();

  /**
   * An attempt.
   *
   * @param operation the id of the operation
   * @param kind its kind
   * @param name its name, or null
   * @param attempt the number of the attempt, from 1
   */
  record Call(String operation, OperationKind kind, @Nullable String name, int attempt) {}

  /** Runs the body of an attempt, or a replacement. */
  @Nullable Object run(Call call, Callable<? extends @Nullable Object> body) throws Exception;
}
