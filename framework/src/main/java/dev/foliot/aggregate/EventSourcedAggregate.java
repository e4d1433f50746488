package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.Causes;
import dev.foliot.failure.Rethrow;
import dev.foliot.personaldata.RedactedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose state follows only from its events: raising an event changes the state through
 * its {@link Apply} method, and loading applies all events again (R3a). If two transactions change
 * it at once, only one commits (R5). It needs a constructor without parameters, which may be
 * private; not safe for use by several threads.
 *
 * <p>If an {@link Invariant} refuses a change, the state is made again from the earlier events.
 */
public abstract class EventSourcedAggregate {
  private transient @Nullable PendingEvents pending;
  private final transient List<Object> raised = new ArrayList<>();
  private transient @Nullable Runnable replayStored;
  private transient long version;
  private transient boolean applying;

  /** For subclasses. */
  protected EventSourcedAggregate() {}

  /**
   * The id, which names the stream together with the category. Null until the first event sets it.
   */
  public abstract @Nullable String id();

  /**
   * Raises an event, and changes the state by its {@link Apply} method.
   *
   * @throws MissingApplyException if there is no such method; nothing has changed then
   * @throws InvariantViolationException if the new state breaks an {@link Invariant}; state and
   *     pending events are then as they were before
   * @throws IllegalStateException if the event changes the id; state and pending events are then as
   *     they were before
   * @throws dev.foliot.message.MissingComponentException if a required component of the event is
   *     null
   * @throws dev.foliot.unitofwork.ReadOnlyUnitOfWorkException in a read-only transaction
   * @throws PastAggregateException if this is the state of an earlier version
   */
  protected void raise(Object event) {
    Objects.requireNonNull(event, "event");
    refuseIfApplying(event);
    pending().refuseIfNotWritable(event);
    AggregateModel.of(getClass()).applying(event.getClass());
    try {
      apply(event);
      pending().checkInvariants(event);
    } catch (Throwable refused) {
      undo(refused);
      throw Rethrow.asItIs(refused);
    }
    version++;
    raised.add(event);
    pending().add(event, version);
  }

  private void refuseIfApplying(Object event) {
    if (applying) {
      throw new IllegalStateException(
          "%s raised %s while an event was being applied. @Apply methods only change state, because they run at each load: raise events where the decision is taken."
              .formatted(getClass().getName(), RedactedText.of(event)));
    }
  }

  /** Changes only the state: nothing is raised, and the version stays. */
  void apply(Object event) {
    applying = true;
    try {
      AggregateModel.of(getClass()).applying(event.getClass()).invoke(this, event);
    } catch (Throwable failure) {
      throw Rethrow.asItIs(failure);
    } finally {
      applying = false;
    }
    keepId(event);
  }

  /** Refuses another id: the id names the stream, so later events would be stored elsewhere. */
  private void keepId(Object event) {
    String id = pending().idIfKnown();
    String kept = pending().keptId();
    if (kept == null) {
      pending().keepId(id);
    } else if (!kept.equals(id)) {
      throw new IllegalStateException(
          "%s changed the id of %s from %s to %s. The id names the stream and never changes: store a value that changes in another field."
              .formatted(
                  event.getClass().getSimpleName(),
                  getClass().getName(),
                  kept,
                  id == null ? null : RedactedText.hiding(event).apply(id)));
    }
  }

  /** Restores the state from the events: a half-applied change cannot be undone field by field. */
  private void undo(Throwable refused) {
    try {
      InitialState.reset(this);
      pending().keepId(null);
      if (replayStored != null) {
        replayStored.run();
      }
      raised.forEach(this::apply);
    } catch (Throwable e) {
      pending().markBroken();
      Causes.suppress(refused, e);
    }
  }

  /**
   * Notes the stream whose events made the state.
   *
   * @throws IllegalStateException if the state has another id, or none
   */
  void loadedFrom(StreamName stream) {
    String id = pending().idIfKnown();
    if (!stream.id().equals(id)) { // another id may be personal data of an event: not quoted
      throw new IllegalStateException(
          "The events of stream %s made a %s whose id() is %s. Let its @Apply methods set the id that names the stream."
              .formatted(stream, getClass().getName(), id == null ? "null" : "different"));
    }
    pending().keepId(id);
  }

  /**
   * Notes that the state is stored.
   *
   * @param version the version of the last stored event
   * @param replay restores this state from the initial state of this object
   */
  void loaded(long version, Runnable replay) {
    this.version = version;
    this.replayStored = replay;
  }

  /** Notes that this is the state of an earlier version. */
  void loadedFromPast(long version) {
    this.version = version;
    pending().markPast(version);
  }

  /** Returns the raised events that are not stored yet, in order. */
  public List<Object> pendingEvents() {
    return pending().events();
  }

  /** The number of events that made this state, including events that are not stored yet. */
  public long version() {
    return version;
  }

  PendingEvents pending() {
    if (pending == null) {
      pending = new PendingEvents(getClass(), () -> this, this::id);
    }
    return pending;
  }
}
