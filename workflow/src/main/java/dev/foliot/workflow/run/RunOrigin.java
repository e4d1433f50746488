package dev.foliot.workflow.run;

import dev.foliot.eventstore.StoredMetadata;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.CurrentUser;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.TraceContext;
import dev.foliot.workflow.RunOptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a run. A run that a message causes belongs to the correlation of that message; any
 * other run begins a correlation of its own. Everything that the run causes inherits from it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RunOrigin(
    MessageJson json, IdGenerator ids, LaneRule lanes, TraceContext trace, CurrentUser user) {

  /** The identity of a run that this thread starts. */
  RunRow.Identity of(
      String id, WorkflowDefinition workflow, @Nullable Priority wanted, Instant now) {
    Metadata cause = CurrentMessage.get();
    UUID own = ids.next();
    Priority priority = priority(wanted, cause);
    Metadata origin =
        new Metadata(
            own,
            cause == null ? own.toString() : cause.correlationId(),
            cause == null ? null : cause.id(),
            priority,
            now,
            workflow.name(),
            workflow.version(),
            null,
            traceParent(cause),
            headers(cause));
    return new RunRow.Identity(
        id,
        workflow.name(),
        workflow.version(),
        priority.value(),
        lanes.laneOf(priority.value()).code(),
        null,
        null,
        StoredMetadata.correlationKey(origin.correlationId()),
        origin.causationId(),
        StoredMetadata.write(origin, json),
        null);
  }

  /** The identity of a run that repeats a part of another one, in its correlation. */
  RunRow.Identity ofFork(RunRow source, RunOptions options) {
    RunRow.Identity first = source.identity();
    Priority priority =
        options.priority() == null ? Priority.of(first.priority()) : options.priority();
    return new RunRow.Identity(
        options.id() == null ? ids.next().toString() : options.id(),
        first.workflow(),
        first.version(),
        priority.value(),
        lanes.laneOf(priority.value()).code(),
        null,
        null,
        first.correlationId(),
        first.causationId(),
        first.metadata(),
        source.id());
  }

  private static Priority priority(@Nullable Priority wanted, @Nullable Metadata cause) {
    Priority requested = wanted == null ? CurrentMessage.requestedPriority() : wanted;
    return requested != null ? requested : cause == null ? Priority.NORMAL : cause.priority();
  }

  private @Nullable String traceParent(@Nullable Metadata cause) {
    String current = trace.traceParent();
    return current != null || cause == null ? current : cause.traceParent();
  }

  private Map<String, String> headers(@Nullable Metadata cause) {
    Map<String, String> headers = new HashMap<>(cause == null ? Map.of() : cause.headers());
    headers.remove(Metadata.DUE_AT);
    String name = cause != null && cause.user() != null ? cause.user() : user.name();
    if (name != null) {
      headers.put(Metadata.USER, name);
    }
    return headers;
  }

  /** The cause of all messages of a run: the message that caused the run, if there is one. */
  static Metadata causeOf(RunRow run, MessageJson json) {
    RunRow.Identity identity = run.identity();
    StoredMetadata rest =
        identity.metadata() == null
            ? StoredMetadata.NONE
            : json.read(identity.metadata(), StoredMetadata.class);
    return new Metadata(
        Objects.requireNonNullElse(identity.causationId(), identity.correlationId()),
        rest.correlationIdOr(identity.correlationId()),
        null,
        Priority.of(identity.priority()),
        run.times().created(),
        identity.workflow(),
        identity.version(),
        null,
        rest.traceParent(),
        rest.headersOrNone());
  }
}
