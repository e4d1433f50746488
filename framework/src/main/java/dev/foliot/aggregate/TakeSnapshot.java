package dev.foliot.aggregate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.Outages;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StateComparison;
import dev.foliot.message.StateJson;
import dev.foliot.message.StorableText;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.util.function.SingletonSupplier;

/**
 * Takes the snapshots of one aggregate class, after commits and off the committing thread. A
 * snapshot only saves time: an unreadable one, or one of another shape, is ignored.
 */
final class TakeSnapshot<S> {
  private static final Logger LOG = LoggerFactory.getLogger(TakeSnapshot.class);
  private static final int MAX_FAILED = 10_000;

  private final Folding<S> folding;
  private final SnapshotParts parts;
  private final int every;
  private final SingletonSupplier<String> fingerprint;
  private final Set<StreamName> underWay = ConcurrentHashMap.newKeySet();

  /**
   * The versions at which no snapshot could be taken, so that not every commit reads all events
   * again.
   */
  private final Cache<StreamName, Long> failed =
      Caffeine.newBuilder().maximumSize(MAX_FAILED).executor(Runnable::run).build();

  /**
   * Makes the state from stored events, and passes each message to the observer before it is read.
   */
  @FunctionalInterface
  interface LoadStored<S> {
    LoadedAggregate<S> load(StreamName stream, Consumer<RecordedMessage> before);
  }

  TakeSnapshot(Folding<S> folding, SnapshotParts parts) {
    this.folding = folding;
    this.parts = parts;
    this.every = AggregateModel.of(folding.type()).snapshotEvery();
    this.fingerprint = SingletonSupplier.of(() -> StateFingerprint.of(folding, parts.types()));
  }

  /** Whether the class has snapshots at all. */
  boolean isOn() {
    return every > 0;
  }

  /** The newest snapshot that can be used. */
  Optional<Snapshot> newest(StreamName stream) {
    return isOn()
        ? parts.store().find(stream, fingerprint.obtain()).filter(each -> isReadable(stream, each))
        : Optional.empty();
  }

  private boolean isReadable(StreamName stream, Snapshot snapshot) {
    try {
      folding.restore(folding.initial(), snapshot.state());
      return true;
    } catch (Throwable unreadable) {
      LOG.warn(
          "The snapshot of stream={} version={} cannot be read; all events are read instead. Delete it: {}",
          stream,
          snapshot.version(),
          MessageJson.describeWithoutValues(unreadable));
      return false;
    }
  }

  /**
   * Starts a snapshot on the background thread if enough events were stored since the last one.
   *
   * @param snapshotVersion of the last one; 0 if there is none
   */
  void takeIfDue(StreamName stream, long snapshotVersion, long version, LoadStored<S> loadStored) {
    long tried = Objects.requireNonNullElse(failed.getIfPresent(stream), 0L);
    boolean due = version - Math.max(snapshotVersion, tried > version ? 0 : tried) >= every;
    if (isOn() && due && underWay.add(stream)) {
      boolean accepted = parts.background().run(() -> takeQuietly(stream, version, loadStored));
      if (!accepted) {
        underWay.remove(stream);
      }
    }
  }

  private void takeQuietly(StreamName stream, long version, LoadStored<S> loadStored) {
    try {
      take(stream, loadStored);
      failed.invalidate(stream);
    } catch (AggregateClosedException closed) {
      LOG.debug("No snapshot of stream={} is taken any more: it is closed.", stream);
    } catch (Throwable e) {
      boolean outage = Outages.isOutage(e) && !Outages.isTimeout(e); // of a stream that is too long
      if (!outage) {
        failed.put(stream, version);
      }
      LOG.warn(
          "No snapshot of stream={} could be taken; the next one is tried {}: {}",
          stream,
          outage ? "at the next commit" : "after " + every + " more events",
          MessageJson.describeWithoutValues(e));
    } finally {
      underWay.remove(stream);
    }
  }

  /**
   * Takes a snapshot now, in a transaction of its own.
   *
   * @return false if there is no such aggregate
   * @throws IllegalStateException if the state does not survive as JSON
   */
  boolean take(StreamName stream, LoadStored<S> loadStored) {
    try {
      return takeInNewTransaction(stream, loadStored);
    } catch (DuplicateKeyException takenMeanwhile) {
      return true; // by another node or thread
    }
  }

  private boolean takeInNewTransaction(StreamName stream, LoadStored<S> loadStored) {
    return parts
        .transactions()
        .inNew(
            () -> {
              Set<String> subjects = new HashSet<>();
              LoadedAggregate<S> stored =
                  loadStored.load(
                      stream, message -> subjects.addAll(parts.store().subjectsIn(message)));
              if (stored.snapshot() != null) {
                subjects.addAll(stored.snapshot().subjects());
              }
              if (stored.version() > stored.snapshotVersion()) {
                String json = json(stream, stored.state());
                var snapshot = new Snapshot(stored.version(), json, Set.copyOf(subjects));
                parts.store().put(stream, snapshot, fingerprint.obtain());
              }
              return stored.version() > 0;
            });
  }

  private String json(StreamName stream, S state) {
    String json = StateJson.write(state, folding.type());
    StorableText.problem(json)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(
                  "The state of %s (%s) does not survive in a database: its JSON has %s. Cut texts between characters only, or set snapshotEvery = 0."
                      .formatted(folding.type().getName(), stream, problem));
            });
    S again = folding.restore(folding.initial(), json);
    StateComparison.difference(state, again)
        .ifPresent(
            difference -> {
              throw new IllegalStateException(
                  "The state of %s (%s) does not survive as JSON: %s. Declare the exact class of each field, do not refer to one object from two places, or set snapshotEvery = 0."
                      .formatted(folding.type().getName(), stream, difference));
            });
    return json;
  }
}
