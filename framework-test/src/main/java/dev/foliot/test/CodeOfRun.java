package dev.foliot.test;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.InternalEvents;
import dev.foliot.workflow.step.StepsBody;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the result and the stream of a run, by the code of its workflow.
 *
 * @param codec reads stored values
 * @param result reads a result from JSON
 * @param loader the class loader of the classes of its events
 * @param internalEvents the internal events of a run with an input
 * @param steps the names of its steps; none if it is a function
 */
record CodeOfRun(
    PayloadCodec codec,
    Function<String, @Nullable Object> result,
    ClassLoader loader,
    Function<String, InternalEvents> internalEvents,
    Set<String> steps) {

  /** The code of a class alone, without an object that could run. */
  static CodeOfRun of(Class<?> workflow, PayloadCodec codec) {
    return StepsBody.isIn(workflow)
        ? new VirtualSteps(null, workflow).reading(codec)
        : new CodeOfRun(
            codec,
            result -> codec.read(result, FunctionBody.typesOf(workflow)[1]),
            loaderOf(workflow),
            input -> InternalEvents.NONE,
            Set.of());
  }

  /** The class loader of a thread has the classes of the application. */
  static ClassLoader loaderOf(Class<?> workflow) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? workflow.getClassLoader() : loader;
  }
}
