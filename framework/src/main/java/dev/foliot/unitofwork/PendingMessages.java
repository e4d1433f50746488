package dev.foliot.unitofwork;

import dev.foliot.eventstore.AppendedPositions;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RawJson;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one unit of work writes to the log: the raised events of aggregates, and the
 * appended messages. It is gathered generation by generation and written once.
 */
final class PendingMessages {
  private final RecordEvents recording;
  private final boolean synchronous;
  private final GatherEvents raised = new GatherEvents();
  private final AppendedMessages appended = new AppendedMessages();
  private final List<List<NewMessage>> generations = new ArrayList<>();
  private final Set<NewMessage> published = Collections.newSetFromMap(new IdentityHashMap<>());
  private List<NewMessage> all = List.of();
  private Set<StreamName> streams = Set.of();
  private @Nullable AppendedPositions positions;
  private boolean holdsBack;

  /**
   * @param synchronous whether events count as delivered when the unit of work commits
   */
  PendingMessages(RecordEvents recording, boolean synchronous) {
    this.recording = recording;
    this.synchronous = synchronous;
  }

  /** Notes that an aggregate has events. */
  void raised(EventSource source) {
    raised.raised(source);
  }

  /** Notes that events have moved to another copy, and how they return. */
  void moved(Runnable giveBack) {
    raised.moved(giveBack);
  }

  /** From now on, gathers the events of an aggregate up to a version. */
  void enlist(EventSource source, long version) {
    raised.enlist(source, version);
  }

  /** The aggregates with events that are not stored. */
  List<EventSource> unsaved() {
    return raised.unsaved();
  }

  /** From now on, drops all raised events and appended messages. */
  void holdBack() {
    holdsBack = true;
  }

  boolean holdsBack() {
    return holdsBack;
  }

  void append(NewMessage message) {
    add(synchronous && isDispatched(message) ? message.asDeliveredSynchronously() : message);
  }

  /** Appends an event that no aggregate has raised. */
  void raise(StreamName stream, RaisedEvent event) {
    if (!holdsBack) {
      add(message(stream, event));
    }
  }

  private void add(NewMessage message) {
    if (!holdsBack) {
      appended.add(message);
    }
  }

  /**
   * Whether handlers get the message before the commit. A message that comes as JSON was stored
   * before, so the engine delivers it.
   */
  private static boolean isDispatched(NewMessage message) {
    return (message.kind() == MessageKind.EVENT || message.kind() == MessageKind.COMMAND)
        && !(message.message().payload() instanceof RawJson);
  }

  Optional<Long> lastAppended(StreamName stream) {
    return appended.lastVersion(stream);
  }

  /** Remembers which events and messages came before a savepoint. */
  void mark(Object savepoint) {
    raised.mark(savepoint);
    appended.mark(savepoint);
  }

  /**
   * Removes the messages after a savepoint that was rolled back.
   *
   * @return the events that cannot be undone, because the aggregates in memory keep them
   */
  List<IllegalStateException> undo(Object savepoint) {
    return Stream.of(raised.undone(savepoint), appended.undo(savepoint))
        .flatMap(Optional::stream)
        .map(undone -> undone + " after the savepoint that was rolled back")
        .map(IllegalStateException::new)
        .toList();
  }

  /** Makes the raised events pending in their aggregates again. */
  void putBack() {
    raised.putBack();
  }

  /** The messages since the last call, in the order in which they were raised or appended. */
  List<NewMessage> next() {
    List<GatherEvents.Taken> taken = raised.next();
    if (holdsBack) {
      return List.of();
    }
    return appended.nextWith(taken, each -> message(each.source().stream(), each.event()));
  }

  private NewMessage message(StreamName stream, RaisedEvent raisedEvent) {
    NewMessage event = recording.message(stream, raisedEvent, synchronous);
    if (recording.isPublished(event)) {
      published.add(event);
    }
    return event;
  }

  /** The payloads of all messages so far, gathered or not, also after a rollback. */
  List<Object> payloads() {
    return Stream.concat(raised.events(), appended.payloads()).toList();
  }

  /** The generations that were added so far. */
  List<List<NewMessage>> generations() {
    return List.copyOf(generations);
  }

  /** Takes the result of {@link #next}, to be written at the end. */
  void add(List<NewMessage> generation) {
    generations.add(generation);
  }

  /** Ends the additions. */
  void complete() {
    all = Tombstones.last(generations.stream().flatMap(List::stream).toList());
    streams =
        all.stream()
            .filter(message -> message.streamVersion() != null)
            .map(NewMessage::stream)
            .collect(Collectors.toSet());
  }

  /** Writes all in one batch. */
  void write() {
    if (all.isEmpty()) {
      return;
    }
    try {
      positions = recording.write(all, published()).orElse(null);
    } catch (ConcurrentAggregateChangeException conflict) {
      throw raised.refused(conflict);
    }
  }

  /** In the order of the log, without the events of nested transactions that were rolled back. */
  private List<NewMessage> published() {
    return published.isEmpty() ? List.of() : all.stream().filter(published::contains).toList();
  }

  /** All messages in the order of the log; none before {@link #complete}. */
  List<NewMessage> all() {
    return all;
  }

  /** The positions of the events that the engine delivers; none before {@link #write}. */
  PositionRuns eventPositions() {
    if (positions == null || all.stream().noneMatch(PendingMessages::isEventForEngine)) {
      return PositionRuns.NONE;
    }
    List<Long> each = positions.each();
    return each.isEmpty()
        ? PositionRuns.of(List.of(new Run(positions.first(), positions.last())))
        : PositionRuns.of(
            IntStream.range(0, each.size())
                .filter(i -> isEventForEngine(all.get(i)))
                .mapToObj(i -> new Run(each.get(i), each.get(i)))
                .toList());
  }

  private static boolean isEventForEngine(NewMessage message) {
    return message.kind() == MessageKind.EVENT && !message.deliveredSynchronously();
  }

  /** The streams that get new versions; none before {@link #complete}. */
  Set<StreamName> streams() {
    return streams;
  }
}
