package dev.foliot.rebuild;

import dev.foliot.engine.ReplayBatch;
import dev.foliot.engine.ReplayMessages;
import dev.foliot.engine.ReplayProgress;
import dev.foliot.engine.ReplayReads;
import dev.foliot.engine.Subscription;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Fills shadow tables with the messages of one subscription: one segment after the other, the last
 * one first, so that the order across keys is not that of the log.
 */
final class FillComparison {
  private final RebuildParts parts;
  private final String schema;
  private final Subscription subscription;
  private final int batchSize;
  private final long[] positions;
  private final ReplayReads reads;
  private final ReplayMessages messages;
  private final List<Rest> rest = new ArrayList<>();

  /**
   * @param segments how many segments the messages are split into
   */
  FillComparison(
      RebuildParts parts,
      String schema,
      Subscription subscription,
      int batchSize,
      int segments,
      boolean withArchive,
      long start) {
    this.parts = parts;
    this.schema = schema;
    this.subscription = subscription;
    this.batchSize = batchSize;
    this.positions = new long[segments];
    Arrays.fill(positions, start);
    this.reads = new ReplayReads(subscription, parts.log(), withArchive ? parts.archive() : null);
    this.messages = new ReplayMessages(subscription, parts.engine(), batchSize);
  }

  /** Handles all messages up to a settled position, in transactions of their own. */
  void upTo(long position) {
    read(
        position,
        (batch, after) -> messages.deliver(batch, new Passing(batch, after, all -> true)));
  }

  /**
   * Reads the messages up to a settled position, and keeps them: the log cannot be read in a
   * snapshot.
   */
  void readUpTo(long position) {
    rest.clear();
    long[] before = positions.clone();
    read(position, (batch, after) -> rest.add(new Rest(batch, after)));
    System.arraycopy(before, 0, positions, 0, before.length);
  }

  /**
   * Handles the messages that were read, in the current transaction.
   *
   * @param wanted which of them
   */
  void here(Predicate<RecordedMessage> wanted) throws Throwable {
    for (Rest each : rest) {
      messages.deliverHere(each.batch(), new Passing(each.batch(), each.after(), wanted));
    }
  }

  /**
   * Messages that were read.
   *
   * @param after the position before them
   */
  private record Rest(ReplayBatch batch, long after) {}

  private void read(long end, BiConsumer<ReplayBatch, Long> each) {
    for (int segment = positions.length - 1; segment >= 0; segment--) {
      while (positions[segment] < end) {
        ReplayBatch batch =
            reads.next(segment, positions.length, positions[segment], end, batchSize);
        if (!batch.messages().isEmpty()) {
          each.accept(batch, positions[segment]);
        }
        positions[segment] = batch.through();
      }
    }
  }

  /** Each transaction works on the shadow tables, and holds everything else back. */
  private final class Passing implements ReplayProgress {
    private final Set<UUID> discarded;
    private final Predicate<RecordedMessage> wanted;

    Passing(ReplayBatch batch, long after, Predicate<RecordedMessage> wanted) {
      this.discarded = FillSegments.discarded(parts, subscription.name(), after, batch.through());
      this.wanted = wanted;
    }

    @Override
    public boolean begin() {
      parts.shadows().enter(schema);
      UnitOfWork.required().holdBack();
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
