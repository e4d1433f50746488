package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.failure.ErrorText;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.UnknownWorkflowException;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.CallbackValue;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The runs of workflows by HTTP, at {@code /actuator/foliotworkflows}. It is read-only, unless
 * {@code management.endpoint.foliotworkflows.access=unrestricted} allows changes. A refused request
 * is answered with a status of 400, 404 or 409 and the text as {@code error}.
 */
@WebEndpoint(id = "foliotworkflows", defaultAccess = Access.READ_ONLY)
final class FoliotWorkflowsEndpoint {
  private static final int MAX = 100;

  private final Workflows workflows;
  private final CallbackValue values;

  FoliotWorkflowsEndpoint(Workflows workflows, CallbackValue values) {
    this.workflows = workflows;
    this.values = values;
  }

  /**
   * @param workflow of one workflow, by its name
   * @param status with one status, such as {@code waiting}
   * @param parent the child runs of one run, by its id
   * @param after the runs that are older than one run, by its id
   */
  @ReadOperation
  WebEndpointResponse<Object> list(
      @Nullable String workflow,
      @Nullable String status,
      @Nullable String parent,
      @Nullable String after,
      @Nullable Integer limit) {
    return answer(
        () ->
            Map.of(
                "runs",
                workflows.list(
                    new RunFilter(
                        workflow,
                        status == null ? null : RunStatus.named(status),
                        parent,
                        after,
                        limit == null ? MAX : limit))));
  }

  /**
   * @param run the id of the run; that of a child run has slashes
   * @param eventsAfter shows the emitted events after this position instead; 0 for the first ones
   * @param limit the maximum number of events
   */
  @ReadOperation
  WebEndpointResponse<Object> show(
      @Selector(match = Selector.Match.ALL_REMAINING) String[] run,
      @Nullable Long eventsAfter,
      @Nullable Integer limit) {
    String id = String.join("/", run);
    return answer(
        () ->
            eventsAfter == null
                ? workflows.show(id).orElseThrow(() -> new RunNotFoundException(id))
                : events(workflows.events(id, eventsAfter, limit == null ? MAX : limit)));
  }

  /** The events as stored, because their values would show personal data. */
  private static Object events(List<EmittedEvent> events) {
    return Map.of(
        "events",
        events.stream()
            .map(
                event ->
                    Map.of(
                        "position", event.position(),
                        "type", event.type(),
                        "json", event.json(),
                        "at", event.at()))
            .toList());
  }

  /**
   * @param action cancel, terminate, retry or fork for a run, complete or fail for a callback
   * @param run the id of the run
   * @param callback the id of the callback
   * @param value for complete: the result, as JSON text; left out for null
   * @param errorType for fail: a word that the code of the workflow can check
   * @param message for fail: a text
   * @param from for retry and fork: the id or the name of the operation that begins again
   * @param input for fork: the new input, as JSON text; left out for the old one
   */
  @WriteOperation
  WebEndpointResponse<Object> change(
      @Selector String action,
      @Nullable String run,
      @Nullable String callback,
      @Nullable String value,
      @Nullable String errorType,
      @Nullable String message,
      @Nullable String from,
      @Nullable String input) {
    return answer(
        () ->
            switch (action) {
              case "cancel" -> Map.of("cancelled", workflows.handle(required("run", run)).cancel());
              case "terminate" ->
                  Map.of("terminated", workflows.handle(required("run", run)).terminate());
              case "retry" -> retry(required("run", run), from);
              case "fork" -> fork(required("run", run), required("from", from), input);
              case "complete" -> {
                workflows.completeCallback(required("callback", callback), values.read(value));
                yield Map.of("completed", true);
              }
              case "fail" -> {
                workflows.failCallback(
                    required("callback", callback), required("errorType", errorType), message);
                yield Map.of("failed", true);
              }
              default ->
                  throw new IllegalArgumentException(
                      "\"%s\" is not an action of workflows; use one of cancel, terminate, retry, fork, complete, fail."
                          .formatted(action));
            });
  }

  private Object retry(String run, @Nullable String from) {
    RunHandle<?> retried = from == null ? workflows.retry(run) : workflows.retry(run, from);
    return Map.of("retried", retried.id());
  }

  private Object fork(String run, String from, @Nullable String input) {
    RunOptions options = RunOptions.defaults();
    RunHandle<?> fork =
        input == null
            ? workflows.fork(run, from, options)
            : workflows.fork(run, from, values.read(input), options);
    return Map.of("forked", fork.id());
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("Nothing was done: \"%s\" is missing.".formatted(name));
    }
    return value;
  }

  private static WebEndpointResponse<Object> answer(Supplier<Object> question) {
    try {
      return new WebEndpointResponse<>(question.get());
    } catch (RunNotFoundException | UnknownWorkflowException e) {
      return refused(e, WebEndpointResponse.STATUS_NOT_FOUND);
    } catch (RunNotRepeatableException e) {
      return refused(e, 409);
    } catch (CallbackClosedException e) {
      boolean isUnknown = e.reason() == CallbackClosedException.Reason.UNKNOWN;
      return refused(e, isUnknown ? WebEndpointResponse.STATUS_NOT_FOUND : 409);
    } catch (IllegalArgumentException e) {
      return refused(e, WebEndpointResponse.STATUS_BAD_REQUEST);
    }
  }

  private static WebEndpointResponse<Object> refused(RuntimeException e, int status) {
    return new WebEndpointResponse<>(Map.of("error", String.valueOf(ErrorText.message(e))), status);
  }
}
