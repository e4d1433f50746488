package dev.foliot.rebuild;

import dev.foliot.engine.ReplayBatch;
import dev.foliot.engine.ReplayMessages;
import dev.foliot.engine.ReplayProgress;
import dev.foliot.engine.ReplayReads;
import dev.foliot.engine.Subscription;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Fills shadow tables with the messages of one subscription, segment by segment. It begins with the
 * last segment, so that the order across keys differs from the order of the log: a projector that
 * depends on this order writes other rows.
 */
final class FillComparison {
  private final RebuildParts parts;
  private final Target target;
  private final Subscription subscription;
  private final long[] positions;
  private final UndeclaredWrites undeclared;
  private final ReplayReads reads;
  private final ReplayMessages messages;

  FillComparison(RebuildParts parts, Target target, Subscription subscription, long start) {
    this.parts = parts;
    this.target = target;
    this.subscription = subscription;
    this.positions = new long[target.segments()];
    Arrays.fill(positions, start);
    this.undeclared = target.undeclaredWrites(parts.shadows());
    this.reads =
        new ReplayReads(subscription, parts.log(), target.withArchive() ? parts.archive() : null);
    this.messages = new ReplayMessages(subscription, parts.engine(), target.batchSize());
  }

  /**
   * The shadow tables of a comparison, and how they are filled.
   *
   * @param schema the schema of the shadow tables
   * @param projection the class name of the projection
   * @param tables the live tables
   * @param batchSize the maximum number of messages in a transaction
   * @param segments the number of segments
   * @param withArchive whether archived events are handled too
   */
  record Target(
      String schema,
      String projection,
      List<LiveTable> tables,
      int batchSize,
      int segments,
      boolean withArchive) {
    UndeclaredWrites undeclaredWrites(ShadowTables shadows) {
      return new UndeclaredWrites(shadows, schema, projection);
    }
  }

  /** Handles all messages up to a settled position, in transactions of their own. */
  void upTo(long position) {
    for (int segment = positions.length - 1; segment >= 0; segment--) {
      while (positions[segment] < position) {
        ReplayBatch batch =
            reads.next(segment, positions.length, positions[segment], position, target.batchSize());
        if (!batch.messages().isEmpty()) {
          messages.deliver(batch, new Passing(batch));
        }
        positions[segment] = batch.through();
      }
    }
  }

  /**
   * Handles the next messages that the current transaction sees, in this transaction. It must use
   * the shadow tables and drop all other effects.
   *
   * @param wanted which of them
   */
  void here(long position, Predicate<RecordedMessage> wanted) {
    for (int segment = positions.length - 1; segment >= 0; segment--) {
      while (positions[segment] < position) {
        ReplayBatch batch =
            reads.nextVisible(
                segment, positions.length, positions[segment], position, target.batchSize());
        if (!batch.messages().isEmpty()) {
          messages.deliverHere(batch, new Wanted(batch, wanted));
        }
        positions[segment] = batch.through();
      }
    }
  }

  private Set<UUID> discarded(ReplayBatch batch) {
    return FillSegments.discarded(
        parts, subscription.name(), positions[batch.segment()], batch.through());
  }

  /** Makes each transaction use the shadow tables and drop all other effects. */
  private final class Passing implements ReplayProgress {
    private final Set<UUID> discarded;

    Passing(ReplayBatch batch) {
      this.discarded = discarded(batch);
    }

    @Override
    public boolean begin() {
      parts.shadows().enterAll(target.schema(), target.tables());
      UnitOfWork.required().holdBack();
      undeclared.begin();
      return true;
    }

    @Override
    public boolean passesOver(RecordedMessage message) {
      return discarded.contains(message.id());
    }

    /** The comparison begins again after a crash. */
    @Override
    public void write(long position, int handled) {
      undeclared.refuse();
    }
  }

  /** A part of a transaction. */
  private final class Wanted implements ReplayProgress {
    private final Set<UUID> discarded;
    private final Predicate<RecordedMessage> wanted;

    Wanted(ReplayBatch batch, Predicate<RecordedMessage> wanted) {
      this.discarded = discarded(batch);
      this.wanted = wanted;
    }

    @Override
    public boolean begin() {
      return true;
    }

    @Override
    public boolean passesOver(RecordedMessage message) {
      return discarded.contains(message.id()) || !wanted.test(message);
    }

    @Override
    public void write(long position, int handled) {
      // The comparison begins again after a crash.
    }
  }
}
