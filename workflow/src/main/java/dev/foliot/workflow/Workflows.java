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
   * <p>If flow control (R60) does not admit the start, the run has the status {@link
   * RunStatus#SKIPPED}. If it joins the start with another run, the handle is that of the other
   * one.
   *
   * @throws UnknownWorkflowException if the class is no workflow of this application
   * @throws IllegalArgumentException if the options have a due time, but the workflow is debounced
   *     or collects batches
   * @throws DuplicateRunException if there is a run with this id of another workflow, or any run
   *     with this id and the options refuse duplicates
   */
  <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input, RunOptions options);

  /**
   * As {@link #start(Class, Object, RunOptions)}, by the name of the workflow: its highest version.
   *
   * @throws IllegalArgumentException also if a workflow of steps starts with another class
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
   * Lets a run that has failed, timed out, or was cancelled or terminated go on under its id. Its
   * operations keep their outcomes, but for the one whose error has ended the run: this one begins
   * again, and so does everything after it. If no operation has this error, the last operation
   * begins again if it has failed or timed out. Otherwise the code goes on after its last
   * operation. A failed child run goes on from its own failure.
   *
   * @throws RunNotFoundException if there is no such run
   * @throws RunNotRepeatableException if the run has not ended, or has succeeded; if it is a child
   *     run; if its compensations have run; or if one of its child runs has not ended
   */
  RunHandle<@Nullable Object> retry(String runId);

  /**
   * As {@link #retry(String)}, from a given operation: it begins again, and so does everything
   * after it. The other branches of a batch keep their outcomes unless they have failed. Child runs
   * that begin again are removed first. Waits that were open at that time are open again, with
   * their limits of time.
   *
   * @param fromStep the id of an operation, or its name if no other operation has it
   * @throws IllegalArgumentException if there is no such operation, or several
   * @throws RunNotFoundException if there is no such run
   * @throws RunNotRepeatableException as {@link #retry(String)} does
   */
  RunHandle<@Nullable Object> retry(String runId, String fromStep);

  /** As {@link #fork(String, String, Object, RunOptions)}, with the input of the other run. */
  RunHandle<@Nullable Object> fork(String runId, String fromStep, RunOptions options);

  /**
   * Starts a new run that begins with the outcomes of another run: operations before the given one
   * are not repeated, this one and everything after it are. The other run is not changed, and may
   * be in any status. The new run has the workflow, the version and the correlation of the other
   * one, and its own idempotency keys, callbacks and child runs. Values such as {@link
   * WorkflowContext#uuid()} that the code took before the operation are those of the other run.
   *
   * @param fromStep the id of an operation, or its name if no other operation has it
   * @param editedInput the input; stored outcomes that were made from the other input stay
   * @param options of the new run; a start time-out is refused
   * @throws IllegalArgumentException if there is no such operation, or several
   * @throws RunNotFoundException if there is no run with this id
   * @throws RunNotRepeatableException if its compensations have run, unless it is forked from its
   *     first operation; or if it waits at this place for a callback or for a child run
   * @throws DuplicateRunException if there is a run with the new id that is no fork of the other
   *     one, or any run with this id and the options refuse duplicates
   */
  RunHandle<@Nullable Object> fork(
      String runId, String fromStep, @Nullable Object editedInput, RunOptions options);

  /**
   * Runs, the newest start first, as they are committed.
   *
   * @throws RunNotFoundException if the filter names a run to list after that does not exist
   */
  List<RunSummary> list(RunFilter filter);

  /** A run with its journal, as it is committed; empty if there is none. */
  Optional<RunReport> show(String runId);

  /** As {@link #events(String, long, int)}, up to 100 events. */
  default List<EmittedEvent> events(String runId, long after) {
    return events(runId, after, 100);
  }

  /**
   * The events that a run has emitted, in their order, as they are committed: those that its
   * journal has. A retry removes the events of the operations that begin again, and {@link
   * WorkflowContext#continueAsNew} removes all former ones.
   *
   * @param after the position of the last event that the caller has; 0 for none
   * @param limit the most events, from 1 to 1,000
   * @throws RunNotFoundException if there is no such run
   */
  List<EmittedEvent> events(String runId, long after, int limit);

  /**
   * A run with its journal as JSON, as it is committed, for a test that replays it on changed code;
   * empty if there is none.
   */
  Optional<String> export(String runId);
}
