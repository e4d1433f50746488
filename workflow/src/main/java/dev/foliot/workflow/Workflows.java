package dev.foliot.workflow;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs of workflows, completes their callbacks, and shows them. A change joins the unit of
 * work of this thread, or has a transaction of its own. Safe for use by several threads; a Spring
 * bean.
 */
public interface Workflows {
  /** As {@link #start(Class, Object, RunOptions)}, with a new id. */
  default <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input) {
    return start(workflow, input, RunOptions.defaults());
  }

  /**
   * Starts a run of a workflow (R50). Its code runs after the commit. The id of a run is used once:
   * if there is a run with it, that one is returned and nothing is started.
   *
   * @throws UnknownWorkflowException if the class is no workflow of this application
   * @throws DuplicateRunException if there is a run with this id of another workflow, or any run
   *     with this id and the options refuse duplicates
   */
  <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input, RunOptions options);

  /**
   * As {@link #start(Class, Object, RunOptions)}, by the name of the workflow: its highest version.
   */
  RunHandle<@Nullable Object> start(String workflow, @Nullable Object input, RunOptions options);

  /** As {@link #send(Object, String)}, with a new id. */
  SentEvent send(Object event);

  /**
   * Stores an event from outside in the log. It belongs to no aggregate, and is a domain event like
   * any other: it starts runs by their {@link dev.foliot.workflow.trigger.Trigger}s, ends waits of
   * runs, and is given to handlers, in whatever order to other sent events. An id is used once: if
   * an event was sent with it, nothing is stored. So a system that repeats its deliveries gives its
   * own id.
   *
   * @param event a record with {@link dev.foliot.event.DomainEvent}
   * @param id not blank, at most 200 characters
   * @throws IllegalArgumentException if the object is no event, or the id cannot be stored
   * @throws dev.foliot.message.UnknownMessageTypeException if its class is no known message
   */
  SentEvent send(Object event, String id);

  /** As {@link #start(Class, WorkflowStart, RunOptions)}, with a new id. */
  default RunHandle<@Nullable Object> start(Class<?> workflow, WorkflowStart input) {
    return start(workflow, input, RunOptions.defaults());
  }

  /**
   * As {@link #start(Class, Object, RunOptions)}, for a workflow that is no {@link
   * DurableFunction}, such as one of steps.
   *
   * @throws IllegalArgumentException if the workflow starts with another class
   */
  RunHandle<@Nullable Object> start(Class<?> workflow, WorkflowStart input, RunOptions options);

  /** The handle of a run, whether there is one with this id or not. */
  RunHandle<@Nullable Object> handle(String runId);

  /** The handle of a run, with the type of its result. */
  <O extends @Nullable Object> RunHandle<O> handle(
      String runId, Class<? extends DurableFunction<?, O>> workflow);

  /**
   * Completes a callback, before or after it is awaited, once.
   *
   * @param value the result, or null
   * @throws CallbackClosedException if it is complete, if its time is over, if its run has ended,
   *     or if there is no such callback
   */
  void completeCallback(String callbackId, @Nullable Object value);

  /**
   * Lets a callback fail, before or after it is awaited, once.
   *
   * @param errorType a word that the code of the workflow can look at
   * @throws CallbackClosedException as {@link #completeCallback} does
   */
  void failCallback(String callbackId, String errorType, @Nullable String message);

  /**
   * Keeps a callback alive: the time until its next heartbeat begins anew.
   *
   * @throws CallbackClosedException as {@link #completeCallback} does
   */
  void heartbeat(String callbackId);

  /**
   * Runs, the newest start first, as they are committed.
   *
   * @throws RunNotFoundException if the filter names a run to list after that does not exist
   */
  List<RunSummary> list(RunFilter filter);

  /** A run with its journal, as it is committed; empty if there is none. */
  Optional<RunReport> show(String runId);

  /**
   * A run with its journal as JSON, as it is committed, for a test that replays it on changed code;
   * empty if there is none.
   */
  Optional<String> export(String runId);
}
