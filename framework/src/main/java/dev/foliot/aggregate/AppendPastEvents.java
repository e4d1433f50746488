package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.Given;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.time.StorableInstant;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * Appends events that no aggregate of this application raised, for example in a migration.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AppendPastEvents {
  private final AggregateRepositories repositories;
  private final EventStore store;
  private final MessageTypes types;
  private final IdGenerator ids;
  private final InstantSource clock;
  private final LaneRule lanes;
  private final Transactions transactions;

  public AppendPastEvents(
      AggregateRepositories repositories,
      EventStore store,
      MessageTypes types,
      IdGenerator ids,
      InstantSource clock,
      LaneRule lanes,
      Transactions transactions) {
    this.repositories = repositories;
    this.store = store;
    this.types = types;
    this.ids = ids;
    this.clock = clock;
    this.lanes = lanes;
    this.transactions = transactions;
  }

  /** Appends the events, as {@code domain.append} describes. */
  public long append(Class<?> aggregate, String id, List<?> events, AppendOptions options) {
    Given.value(events, "domain.append", "a list of events");
    Given.value(options, "domain.append", "options, or leave them out");
    StreamName stream = repositories.streamOf("domain.append", aggregate, id);
    // 1. Check all events before the first one is appended.
    List<PastEvent> past = new ArrayList<>();
    for (Object each : events) {
      PastEvent event = each instanceof PastEvent given ? given : PastEvent.of(each);
      check(aggregate, event);
      past.add(event);
    }
    // 2. Append them in the caller's unit of work, or in one of their own.
    return transactions.inCurrentOrNew(() -> append(stream, past, options));
  }

  private void check(Class<?> aggregate, PastEvent past) {
    Object event = past.event();
    if (types.of(event.getClass()).kind() != MessageKind.EVENT) {
      throw new IllegalArgumentException(
          "%s is not an event. Pass events to domain.append, or PastEvents that contain them."
              .formatted(event.getClass().getName()));
    }
    if (EventSourcedAggregate.class.isAssignableFrom(aggregate)) {
      AggregateModel.of(aggregate).applying(event.getClass());
    }
    CompleteMessage.require(event);
    Instant occurredAt = past.occurredAt();
    if (occurredAt != null && !StorableInstant.nearest(occurredAt).equals(occurredAt)) {
      throw new IllegalArgumentException(
          "%s occurred at %s, which cannot be stored. Give it an instant of the years 1 to 9999."
              .formatted(event.getClass().getSimpleName(), occurredAt));
    }
  }

  private long append(StreamName stream, List<PastEvent> events, AppendOptions options) {
    UnitOfWork unit = UnitOfWork.required();
    if (unit.kept(stream).isPresent()) {
      throw new IllegalStateException(
          "Stream %s is loaded in this transaction, so its aggregate would lack the past events. Append them in a transaction that has not loaded it."
              .formatted(stream));
    }
    long version = version(unit, stream, options);
    for (PastEvent each : events) {
      version++;
      unit.append(
          new NewMessage(
              MessageKind.EVENT,
              stream,
              version,
              new Message(each.event(), metadata(each, options)),
              lanes.laneOf(options.priority().value()),
              false));
    }
    return version;
  }

  /**
   * The version of the stream. For a new stream no query is needed, since the append fails if its
   * first version exists.
   */
  private long version(UnitOfWork unit, StreamName stream, AppendOptions options) {
    Long expected = options.expectedVersion();
    Optional<Long> appended = unit.lastAppended(stream);
    if (appended.isPresent()) {
      refuseOtherVersion(stream, appended.get(), expected == null ? appended.get() : expected);
      return appended.get();
    }
    if (expected == null) {
      return store.currentVersion(stream);
    }
    if (expected > 0) {
      store.expectVersion(stream, expected);
    }
    return expected;
  }

  private static void refuseOtherVersion(StreamName stream, long appended, long expected) {
    if (appended != expected) {
      throw new IllegalArgumentException(
          "Stream %s is at version %s in this transaction, expected %s. Leave out the expected version for the second part of a stream, or give the one that domain.append returned."
              .formatted(stream, appended, expected));
    }
  }

  private Metadata metadata(PastEvent past, AppendOptions options) {
    MessageType type = types.of(past.event().getClass());
    UUID id = past.id() == null ? ids.next() : past.id();
    return new Metadata(
        id,
        past.correlationId() == null ? id.toString() : past.correlationId(),
        past.causationId(),
        options.priority(),
        past.occurredAt() == null ? clock.instant() : past.occurredAt(),
        type.name(),
        type.version(),
        null,
        null,
        past.headers());
  }
}
