package dev.foliot.aggregate;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CompleteMessage;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.unitofwork.Enlistment;
import dev.foliot.unitofwork.EventSource;
import dev.foliot.unitofwork.RaisedEvent;
import dev.foliot.unitofwork.ReadOnlyUnitOfWorkException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The raised events of one aggregate that no unit of work has gathered yet. */
final class PendingEvents implements EventSource {
  private static final String NO_ID = String.valueOf((Object) null);

  private final Class<?> type;
  private final Supplier<?> aggregate;
  private final Supplier<@Nullable String> id;
  private final List<RaisedEvent> raised = new ArrayList<>();
  private boolean broken;
  private boolean enlisted;
  private boolean lookedUp;
  private @Nullable Long pastVersion;
  private @Nullable String keptId;

  /**
   * @param type the class that the category belongs to
   * @param aggregate its current state, whose invariants must hold
   */
  PendingEvents(Class<?> type, Supplier<?> aggregate, Supplier<@Nullable String> id) {
    this.type = type;
    this.aggregate = aggregate;
    this.id = id;
  }

  /** Call it before a change. */
  void refuseIfNotWritable(Object event) {
    refuseIfBroken();
    refuseIfPast(event);
    refuseIfReadOnly(event);
    CompleteMessage.require(event);
  }

  /** Refuses events that were raised elsewhere in a transaction that would not store them. */
  void refuseIfReadOnly() {
    if (hasPendingEvents()) {
      refuseIfReadOnly(raised.get(0).event());
    }
  }

  private void refuseIfReadOnly(Object event) {
    Enlistment unit = Enlistment.current();
    if (unit != null && unit.isReadOnly()) {
      throw new ReadOnlyUnitOfWorkException(type, event, RedactedText.of(event));
    }
  }

  void add(Object event, long version) {
    raised.add(RaisedEvent.now(event, version));
    announce();
  }

  /** Lets the unit of work of this thread store the pending events. */
  private void announce() {
    enlisted = false;
    Enlistment unit = Enlistment.current();
    if (unit != null && hasPendingEvents()) {
      unit.raised(this);
    }
  }

  /** The id that names the stream; null until it is known. */
  @Nullable String keptId() {
    return keptId;
  }

  /** Notes the id that names the stream: at the commit it must be the same. */
  void keepId(@Nullable String known) {
    keptId = known;
  }

  private void refuseIfIdChanged() {
    if (keptId != null && !keptId.equals(idIfKnown())) {
      throw new IllegalStateException(
          "The id() of %s %s has changed. The id names the stream and never changes: store a value that changes in another field."
              .formatted(type.getName(), keptId));
    }
  }

  void removeLast() {
    raised.remove(raised.size() - 1);
  }

  @Override
  public List<Object> events() {
    return raised.stream().map(RaisedEvent::event).toList();
  }

  void checkInvariants(@Nullable Object change) {
    checkInvariants(aggregate.get(), change);
  }

  /** Checks a state that the aggregate does not have yet. */
  void checkInvariants(Object state, @Nullable Object change) {
    AggregateModel.of(state.getClass()).checkInvariants(state, this::idIfKnown, change);
  }

  /** Notes that the state of the aggregate is lost, so that it is not stored. */
  void markBroken() {
    broken = true;
  }

  /**
   * Notes whether the unit of work had looked for the aggregate and found none, before the
   * aggregate was made.
   */
  void markLookedUp(boolean before) {
    lookedUp = before;
  }

  /** Notes that the aggregate is at an earlier version, so that it is not changed. */
  void markPast(long version) {
    pastVersion = version;
  }

  /**
   * Refuses a change of an earlier version.
   *
   * @param change a description of the change, for the error text
   */
  void refuseIfPast(Object change) {
    if (pastVersion != null) {
      throw new PastAggregateException(stream(), pastVersion, RedactedText.of(change));
    }
  }

  private void refuseIfBroken() {
    if (broken) {
      throw new IllegalStateException(
          "%s %s cannot be used or stored any more: a refused change could not be undone. Let the transaction roll back, and load the aggregate again in another transaction."
              .formatted(type.getName(), idIfKnown()));
    }
  }

  /**
   * Takes over the events of another copy of the same aggregate, whose state this one has now. If
   * the unit of work rolls back, they return.
   */
  void moveFrom(PendingEvents copy) {
    if (hasPendingEvents() && copy.hasPendingEvents()) {
      throw new IllegalStateException(
          "Two copies of stream %s both raised events: %s and %s. Change one of them only."
              .formatted(stream(), RedactedText.of(events()), RedactedText.of(copy.events())));
    }
    List<RaisedEvent> moved = List.copyOf(copy.raised);
    raised.addAll(moved);
    keptId = keptId == null ? copy.keptId : keptId;
    broken |= copy.broken;
    copy.raised.clear();
    announce();
    Enlistment unit = Enlistment.current();
    if (unit != null && !moved.isEmpty()) {
      copy.enlisted();
      unit.moved(() -> giveBack(moved, copy));
    }
  }

  /** Gives back the moved events that no other transaction has stored since. */
  private void giveBack(List<RaisedEvent> moved, PendingEvents copy) {
    List<RaisedEvent> left = raised.stream().filter(moved::contains).toList();
    raised.removeAll(left);
    copy.putBack(left);
  }

  /**
   * Refuses a row with more new events than are pending: a row without its events would let each
   * later event conflict.
   *
   * @param before the event count of the row before it was written
   */
  void refuseIfLost(long before, long after) {
    long pending =
        raised.stream()
            .map(RaisedEvent::streamVersion)
            .filter(version -> version > before && version <= after)
            .count();
    if (after - before > pending) {
      throw new IllegalStateException(
          "%s %s cannot be stored: its event count would rise from %s to %s, but this copy has %s of the new events. The others were lost with another copy, by a merge outside of a transaction or by serialization. Load the aggregate again and repeat the change."
              .formatted(type.getName(), idIfKnown(), before, after, pending));
    }
  }

  /**
   * Refuses events that a deleted row which is kept does not count.
   *
   * @param count the event count of the kept row
   */
  void refuseIfAfter(long count) {
    if (lastVersion() > count) {
      throw new IllegalStateException(
          "%s, but its soft delete keeps the row as it was, without these events. Flush between the last event and the delete, such as by saveAndFlush."
              .formatted(describe()));
    }
  }

  @Override
  public StreamName stream() {
    String category = AggregateModel.of(type).category();
    String value = idIfKnown();
    if (value == null) {
      throw new IllegalStateException(
          "A %s raised %s, but its id() is null or blank. Set the id before the first event is stored."
              .formatted(type.getName(), RedactedText.of(events())));
    }
    return new StreamName(category, value);
  }

  /**
   * A generated id is not known before the insert. Until then, id() may return null or a text that
   * is made of null, or throw.
   */
  @Nullable String idIfKnown() {
    try {
      String value = id.get();
      return value == null || value.isBlank() || value.equals(NO_ID) ? null : value;
    } catch (RuntimeException notYet) {
      return null;
    }
  }

  /** The version of the last event that is pending; 0 for none. */
  long lastVersion() {
    return raised.isEmpty() ? 0 : raised.get(raised.size() - 1).streamVersion();
  }

  @Override
  public boolean hasPendingEvents() {
    return !raised.isEmpty();
  }

  @Override
  public List<RaisedEvent> takePendingEvents(long version) {
    refuseIfBroken();
    refuseIfIdChanged();
    checkInvariants(null);
    List<RaisedEvent> pending =
        raised.stream().filter(each -> each.streamVersion() <= version).toList();
    raised.removeIf(each -> each.streamVersion() <= version);
    return pending;
  }

  @Override
  public void enlisted() {
    enlisted = true;
  }

  @Override
  public boolean wasEnlisted() {
    return enlisted;
  }

  @Override
  public String describe() {
    String value = idIfKnown();
    return "%s %s raised %s"
        .formatted(
            type.getSimpleName(),
            value == null ? "(without an id)" : value,
            raised.stream()
                .map(each -> each.event().getClass().getSimpleName())
                .collect(Collectors.joining(", ")));
  }

  @Override
  public void putBack(List<RaisedEvent> events) {
    raised.addAll(0, events);
  }

  /**
   * An existing stream of a new aggregate is a conflict only if a second attempt could succeed. A
   * state-stored aggregate cannot: its row was inserted, so an earlier row of this id was deleted.
   * An event-sourced aggregate can if it was looked up, because the second look-up finds it. A
   * decider may decide otherwise about an aggregate that exists.
   */
  @Override
  public RuntimeException refused(ConcurrentAggregateChangeException conflict) {
    if (conflict.expectedVersion() > 0) {
      return conflict;
    }
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return new AggregateIdReusedException(conflict.stream());
    }
    return EventSourcedAggregate.class.isAssignableFrom(type) && !lookedUp
        ? new AggregateExistsException(conflict.stream())
        : conflict;
  }
}
