package dev.foliot.workflow.replay;

import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.StepAction;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.journal.OperationKind;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A registered undo step.
 *
 * @param context the context that registered it
 * @param seen the number of the last outcome that its code had received
 * @param name its name
 * @param options the options of the step
 * @param undo its code
 */
record Compensation(
    ContextScope context, int seen, String name, StepOptions options, StepAction undo) {
  /**
   * The order of registration, which is the same in each replay, independent of the order of the
   * branches.
   */
  private static final Comparator<Compensation> IN_ORDER =
      Comparator.comparingInt(Compensation::seen).thenComparing(each -> each.context().prefix());

  /**
   * Runs compensations in a context, the last one first.
   *
   * @throws OperationFailedException the first error, after all have run
   */
  static void undoAll(ContextScope in, Predicate<Compensation> which) {
    List<Compensation> all = in.run().compensations();
    all.sort(IN_ORDER);
    OperationFailedException first = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      Compensation each = all.get(i);
      if (which.test(each)) {
        all.remove(i);
        OperationFailedException failure = each.runIn(in);
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Runs this step; returns its error if it has failed. */
  @SuppressWarnings("NullAway") // there is no result
  private @Nullable OperationFailedException runIn(ContextScope in) {
    try {
      new RunStep(in, in.next(OperationKind.COMPENSATION, name))
          .runAndObserve(
              Object.class,
              options,
              step -> {
                undo.run(step);
                return null;
              });
      return null;
    } catch (OperationFailedException e) {
      return e;
    }
  }
}
