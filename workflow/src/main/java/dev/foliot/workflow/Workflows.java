package dev.foliot.workflow;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Starts and shows runs of workflows, and completes their callbacks. A Spring bean. A change joins
 * the unit of work of this thread, or opens its own transaction. Thread-safe.
 */
public interface Workflows {
  /** As {@link #start(Class, Object, RunOptions)}, with a new id. */
  default <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input) {
    return start(workflow, input, RunOptions.defaults());
  }

  /**
   * Starts a run of a workflow (R50). Its code runs after the commit. If a run with the id exists,
   * starts nothing and returns the handle of this run.
   *
   * <p>If flow control (R60) does not admit the start, the run has the status {@link
   * RunStatus#SKIPPED}. If flow control joins the start with another run, returns the handle of the
   * other run.
   *
   * @throws UnknownWorkflowException if the class is not a workflow of this application
   * @throws IllegalArgumentException if the options have a due time, but the workflow is debounced
   *     or collects batches
   * @throws DuplicateRunException if a run of another workflow has this id, or if any run has this
   *     id and the options refuse duplicates
   */
  <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input, RunOptions options);

  /**
   * As {@link #start(Class, Object, RunOptions)}, for the highest version of the workflow with this
   * name.
   *
   * @throws IllegalArgumentException also if a workflow of steps starts with another class
   */
  RunHandle<@Nullable Object> start(String workflow, @Nullable Object input, RunOptions options);

  /** As {@link #send(Object, String)}, with a new id. */
  SentEvent send(Object event);

  /**
   * Stores an event from outside in the log. The event belongs to no aggregate. Like any other
   * domain event, it starts runs by their {@link dev.foliot.workflow.trigger.Trigger}s, ends waits
   * of runs, and is delivered to handlers. Sent events have no order among each other. If an event
   * was already sent with this id, stores nothing. So if the other system may repeat its
   * deliveries, pass the id that this system gives to the event.
   *
   * @param event a record with {@link dev.foliot.event.DomainEvent}
   * @param id not blank, at most 200 characters
   * @throws IllegalArgumentException if the object is not an event, or the id cannot be stored
   * @throws dev.foliot.message.UnknownMessageTypeException if its class is no known message
   */
  SentEvent send(Object event, String id);

  /** As {@link #start(Class, WorkflowStart, RunOptions)}, with a new id. */
  default RunHandle<@Nullable Object> start(Class<?> workflow, WorkflowStart input) {
    return start(workflow, input, RunOptions.defaults());
  }

  /**
   * As {@link #start(Class, Object, RunOptions)}, for a workflow that is not a {@link
   * DurableFunction}, such as one of steps.
   *
   * @throws IllegalArgumentException if the workflow starts with another class
   */
  RunHandle<@Nullable Object> start(Class<?> workflow, WorkflowStart input, RunOptions options);

  /** Returns a handle for an id, even if no run has this id. */
  RunHandle<@Nullable Object> handle(String runId);

  /** Returns a handle for an id, with the type of the result. */
  <O extends @Nullable Object> RunHandle<O> handle(
      String runId, Class<? extends DurableFunction<?, O>> workflow);

  /**
   * Completes a callback, before or after it is awaited, once.
   *
   * @param value the result, or null. If it does not fit the type of the callback, the run fails; a
   *     retry from the callback opens the callback again
   * @throws CallbackClosedException if it is complete, if its time is over, if its run has ended,
   *     or if there is no such callback
   */
  void completeCallback(String callbackId, @Nullable Object value);

  /**
   * Lets a callback fail, before or after it is awaited, once.
   *
   * @param errorType a word that the code of the workflow can check
   * @throws CallbackClosedException as {@link #completeCallback} does
   */
  void failCallback(String callbackId, String errorType, @Nullable String message);

  /**
   * Records a heartbeat of a callback, which restarts the time until the next heartbeat.
   *
   * @throws CallbackClosedException as {@link #completeCallback} does
   */
  void heartbeat(String callbackId);

  /**
   * Continues a run that failed, timed out, or was cancelled or terminated, under its id. The
   * operation whose error has ended the run begins again, with everything after it. Earlier
   * operations keep their outcomes. If no operation has this error, the last operation begins again
   * if it has failed or timed out. Otherwise the code continues after its last operation. A failed
   * child run continues from its own failure.
   *
   * @throws RunNotFoundException if there is no such run
   * @throws RunNotRepeatableException if the run has not ended, or has succeeded; if it is a child
   *     run; if its compensations have run; or if one of its child runs has not ended
   */
  RunHandle<@Nullable Object> retry(String runId);

  /**
   * As {@link #retry(String)}, but the given operation begins again, with everything after it. The
   * other branches of a batch keep their outcomes unless they have failed. Child runs that begin
   * again are removed first. Waits that were open at that time are open again, with their limits of
   * time.
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
   * Starts a new run with the outcomes of another run up to the given operation. This operation and
   * everything after it run again. The other run is not changed, and may have any status. The new
   * run has the workflow, the version and the correlation of the other run, and its own idempotency
   * keys, callbacks and child runs. Before the operation, values such as {@link
   * WorkflowContext#uuid()} are the values of the other run.
   *
   * @param fromStep the id of an operation, or its name if no other operation has it
   * @param editedInput the input, or a {@code JsonNode} that is read as the input type of the
   *     workflow; stored outcomes from the other input stay
   * @param options the options of the new run; a start time-out is refused
   * @throws IllegalArgumentException if there is no such operation, or several; or if the JSON does
   *     not fit the input type
   * @throws RunNotFoundException if there is no run with this id
   * @throws RunNotRepeatableException if its compensations have run, unless it is forked from its
   *     first operation; or if it waits at this place for a callback or for a child run
   * @throws DuplicateRunException if a run that is no fork of the other run has the new id, or if
   *     any run has this id and the options refuse duplicates
   */
  RunHandle<@Nullable Object> fork(
      String runId, String fromStep, @Nullable Object editedInput, RunOptions options);

  /**
   * Returns the committed runs, the newest start first.
   *
   * @throws UnknownWorkflowException if no workflow of this application has the name of the filter,
   *     and there is no run of this name
   * @throws RunNotFoundException if the run of {@link RunFilter#after()} does not exist
   */
  List<RunSummary> list(RunFilter filter);

  /** Returns the committed state of a run, with its journal; empty if there is no such run. */
  Optional<RunReport> show(String runId);

  /** As {@link #events(String, long, int)}, up to 100 events. */
  default List<EmittedEvent> events(String runId, long after) {
    return events(runId, after, 100);
  }

  /**
   * Returns the committed events that a run has emitted, in their order. A retry removes the events
   * of the operations that begin again, and {@link WorkflowContext#continueAsNew} removes all
   * earlier events.
   *
   * @param after the position of the last event that the caller has; 0 for none
   * @param limit the maximum number of events, from 1 to 1,000
   * @throws RunNotFoundException if there is no such run
   */
  List<EmittedEvent> events(String runId, long after, int limit);

  /**
   * As {@link #events(String, long, int)}, together with each {@link InternalEvent} of a run of
   * steps. The database does not store these events: the call reads the whole journal of the run.
   * An internal event has the position of the journal entry before it. All events of one position
   * are on one page, so a page may have some more events than the limit.
   *
   * @throws IllegalStateException also if the current steps do not know a step of the run
   */
  List<EmittedEvent> eventsWithInternal(String runId, long after, int limit);

  /**
   * Publishes the committed events of a run, in their order: first the events after the position,
   * then each new one while the run continues, on any node. Completes after the last event when the
   * run has ended. No event is left out: a slow subscriber gets each event later. But if {@link
   * WorkflowContext#continueAsNew} removes events before they are requested, they are not
   * published.
   *
   * <p>Subscribers get a {@link RunNotFoundException} if there is no such run, and an {@link
   * IllegalStateException} if this application stops.
   *
   * @param after the position of the last event that the subscriber has; 0 for none
   */
  Flow.Publisher<EmittedEvent> follow(String runId, long after);

  /**
   * Returns the committed state of a run as JSON: for {@link #restore}, or for a test that replays
   * the run with changed code. The text has the journal, the accepted answers that the code has not
   * received yet, and the time-out of the run. Empty if there is no such run.
   */
  Optional<String> export(String runId);

  /**
   * Starts a run that continues a saved one, perhaps in another database. The outcomes of the saved
   * run stay, and so do the answers that it had accepted. Open waits are open again, with their
   * limits of time and their last heartbeats. A wait for a domain event gets an event that is
   * stored after the restore. Flow control does not hold back the run.
   *
   * <p>The deadline of the saved run stays. When it passes, the run ends as timed out, and its
   * compensations run, even if the options let it begin later. A time-out in the options begins at
   * the due time of the restored run, and replaces the deadline.
   *
   * <p>If the code of the saved run had begun its compensations, the restored run continues them.
   *
   * @param saved the text that {@link #export} has returned
   * @param options the options of the run, with its id or else the id of the saved run. If the id
   *     is another one, open callbacks get new ids. A start time-out is refused
   * @throws IllegalArgumentException if the text is not a saved run, or if its id is not a valid id
   * @throws RuntimeException if the class of an event of a workflow of steps does not exist; it is
   *     an {@code UnknownEventClassException}
   * @throws UnknownWorkflowException if this application does not have the workflow in the version
   *     of the saved run
   * @throws RunNotRepeatableException if the saved run has ended, if its cancellation was
   *     requested, or if it waits for a child run that had not ended. If its last operation is a
   *     compensation, two more cases are refused: a text from an earlier version of Foliot, and a
   *     new time-out if the deadline had passed before the export
   * @throws DuplicateRunException if a run has the id
   */
  RunHandle<@Nullable Object> restore(String saved, RunOptions options);

  /**
   * Starts a new run of steps, by the highest version of the workflow, with the state of a saved
   * run. The saved run may have ended. Only its state is kept; events that its steps have collected
   * are dropped. Flow control does not hold back the new run.
   *
   * @param saved the text that {@link #export} has returned
   * @param input the start event of the new run
   * @param options the options of the new run; a start time-out is refused
   * @throws IllegalArgumentException if the text is not a saved run, if the workflow has no steps,
   *     or if it starts with another class
   * @throws UnknownWorkflowException if this application does not have the workflow
   * @throws DuplicateRunException if a run has the id
   */
  RunHandle<@Nullable Object> restore(String saved, WorkflowStart input, RunOptions options);
}
