package dev.foliot.workflow.wait;

import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.wait.OpenWaits.Completed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Looks for the event of a wait whose time is over. Its run and {@link MatchEvents} work
 * independently, and all nodes may have been down for a while. So an event that came in time may
 * not have been compared with the wait yet.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LastLook {
  private final OpenWaits waits;
  private final ReadEvents log;
  private final Transactions transactions;
  private final MicrosecondClock clock;

  public LastLook(
      OpenWaits waits, ReadEvents log, Transactions transactions, MicrosecondClock clock) {
    this.waits = waits;
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Looks for the events of all waits of a journal that are about to time out. See {@link
   * #complete}.
   */
  public void beforeTimeOuts(String runId, List<JournalEntry> entries) {
    Instant now = clock.instant();
    Map<String, JournalEntry> open = new LinkedHashMap<>();
    for (JournalEntry entry : entries) {
      if (entry.kind() == OperationKind.EVENT) {
        open.put(entry.operation(), entry);
      }
    }
    for (JournalEntry last : open.values()) {
      Instant due = last.details().dueAt();
      if (last.type() == EntryType.STARTED && due != null && !now.isBefore(due)) {
        complete(runId, last.operation());
      }
    }
  }

  /**
   * Completes a wait with its event, in a transaction of its own, if it is open and the log has its
   * event. The run is not woken. Call it outside of a transaction, before the answers are read.
   */
  public void complete(String runId, String operation) {
    waits
        .find(runId, operation)
        .flatMap(this::find)
        .ifPresent(
            completed ->
                transactions.doInNew(() -> waits.complete(List.of(completed), clock.instant())));
  }

  private Optional<Completed> find(OpenWait open) {
    Long from = open.from();
    long through = from == null ? waits.position().orElse(0L) : from;
    long settled = log.settledHead();
    while (through < settled) {
      ReadEvents.Page page = log.read(Set.of(open.key().type()), through, settled);
      Optional<Completed> first = log.first(page.events(), open);
      if (first.isPresent()) {
        return first;
      }
      through = page.through();
    }
    return Optional.empty();
  }
}
