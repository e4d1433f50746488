package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.lang.reflect.Type;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a run, which code can use in two ways: by position, if it is replayed, or by
 * id, if it reads the journal instead.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RunScope {
  private final ContextScope root;
  private boolean isReplayed;
  private Consumer<RunStatus> beforeEnd = status -> {};

  RunScope(ContextScope root) {
    this.root = root;
  }

  /** The operations by position. The code must reach each operation of the journal again. */
  public WorkflowContext context() {
    isReplayed = true;
    return root.calls();
  }

  /** The operations by id. */
  public KeyedOperations operations() {
    return new KeyedOperations(root);
  }

  /** Called before the run ends as cancelled or timed out. */
  public void beforeEnd(Consumer<RunStatus> action) {
    beforeEnd = action;
  }

  /** The result of the run as it is stored. */
  @Nullable Object transformed(@Nullable Object result, PayloadCodec codec, Type type) {
    return root.run().recording().hooks().output(result, codec, type);
  }

  void ends(RunStatus status) {
    beforeEnd.accept(status);
  }

  void checkEnd() {
    if (isReplayed) {
      root.checkEnd();
    }
  }
}
