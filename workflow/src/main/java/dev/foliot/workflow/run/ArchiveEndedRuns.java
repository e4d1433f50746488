package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import dev.foliot.work.ExpiringRows;
import dev.foliot.workflow.RunArchive;
import dev.foliot.workflow.run.RetryTable.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes each run that ended long ago to the archive of the application, and removes the run in the
 * same transaction. If the archive refuses a run, the run is kept. After several refused runs in a
 * row, the clean-up pauses, and then continues with later runs. The refused runs are tried again
 * after all others.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ArchiveEndedRuns implements ExpiringRows {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveEndedRuns.class);
  private static final int MAX_REFUSED = 10;
  private static final Ended START = new Ended("", Instant.EPOCH);

  private final RunParts parts;
  private final RunStore store;
  private final ShowRuns show;
  private final Duration retention;
  private final RunArchive archive;
  private Ended last = START;

  /**
   * @param retention how long after its end a run is kept
   */
  public ArchiveEndedRuns(RunParts parts, RunStore store, Duration retention, RunArchive archive) {
    this.parts = parts;
    this.store = store;
    this.show = new ShowRuns(parts, store);
    this.retention = retention;
    this.archive = archive;
  }

  /** Each run has its own transaction, so that a refused run does not roll the others back. */
  @Override
  public boolean hasOwnTransactions() {
    return true;
  }

  @Override
  public int removeSome(int most) {
    Instant before = parts.clock().instant().minus(retention);
    List<Ended> runs = parts.transactions().inNew(() -> table().endedBetween(last, before, most));
    int refused = 0;
    for (Ended run : runs) {
      last = run;
      refused = remove(run, before) ? 0 : refused + 1;
      if (refused == MAX_REFUSED) {
        return 0;
      }
    }
    if (runs.size() < most) {
      last = START;
    }
    return runs.size();
  }

  private RetryTable table() {
    return new RetryTable(store.runs());
  }

  private boolean remove(Ended run, Instant before) {
    try {
      parts.transactions().doInNew(() -> archive(run.id(), before));
      return true;
    } catch (Throwable e) { // the archive may throw anything
      LOG.warn(
          "run={} could not be archived, so it is kept and tried again later: {}",
          run.id(),
          ErrorText.firstLine(e));
      LOG.debug("run={} could not be archived", run.id(), ReadableError.of(e));
      return false;
    }
  }

  /** Archives the run, unless it has been continued since. */
  private void archive(String id, Instant before) {
    table()
        .lock(id)
        .filter(run -> run.times().ended() != null && run.times().ended().isBefore(before))
        .ifPresent(
            run -> {
              archive.archive(show.summary(run), show.exported(run).toJson());
              store.runs().delete(id);
            });
  }
}
