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
 * Fills shadow tables with the messages of one subscription: segment by segment, the last one
 * first. So the order across keys differs from the order of the log.
 */
final class FillComparison {
  private final RebuildParts parts;
  private final String schema;
  private final List<LiveTable> tables;
  private final Subscription subscription;
  private final int batchSize;
  private final long[] positions;
  private final UndeclaredWrites undeclared;
  private final ReplayReads reads;
  private final ReplayMessages messages;

  /**
   * @param segments the number of segments
   */
  FillComparison(
      RebuildParts parts,
      String schema,
      String projection,
      List<LiveTable> tables,
      Subscription subscription,
      int batchSize,
      int segments,
      boolean withArchive,
      long start) {
    this.parts = parts;
    this.schema = schema;
    this.tables = tables;
    this.subscription = subscription;
    this.batchSize = batchSize;
    this.positions = new long[segments];
    Arrays.fill(positions, start);
    this.undeclared = new UndeclaredWrites(parts.shadows(), schema, projection);
    this.reads = new ReplayReads(subscription, parts.log(), withArchive ? parts.archive() : null);
    this.messages = new ReplayMessages(subscription, parts.engine(), batchSize);
  }

  /** Handles all messages up to a settled position, in transactions of their own. */
  void upTo(long position) {
    for (int segment = positions.length - 1; segment >= 0; segment--) {
      while (positions[segment] < position) {
        ReplayBatch batch =
            reads.next(segment, positions.length, positions[segment], position, batchSize);
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
            reads.nextVisible(segment, positions.length, positions[segment], position, batchSize);
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
      parts.shadows().enterAll(schema, tables);
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
