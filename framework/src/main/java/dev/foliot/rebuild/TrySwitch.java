package dev.foliot.rebuild;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to switch rebuilds. If a failure may pass, the rebuild is tried again later. Otherwise the
 * rebuild ends as failed. One thread at a time.
 */
final class TrySwitch {
  /** The pause before the next try. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(TrySwitch.class);

  /** The number of tries in which one of the last messages may fail. */
  private static final int MAX_FAILURES = 20;

  private final SwitchRebuild switching;
  private final EndRebuild end;
  private final Map<Long, Integer> failures = new HashMap<>();

  TrySwitch(SwitchRebuild switching, EndRebuild end) {
    this.switching = switching;
    this.end = end;
  }

  /** Switches or ends a rebuild; false if it is to be tried again. */
  boolean now(Rebuild rebuild, RebuiltProjection projection) {
    try {
      return switching.switchOver(rebuild, projection);
    } catch (ReplayFailedException failed) {
      return isEndedBy(failed, rebuild);
    } catch (TablesInUseException inUse) {
      LOG.warn(
          "rebuild={} is switched in {} at the earliest: {}",
          rebuild.id(),
          PAUSE,
          inUse.getMessage());
      return false;
    } catch (ShadowTablesRefusedException | UndeclaredWriteException refused) {
      end.failed(rebuild, refused);
      return true;
    }
  }

  /**
   * Limits the number of tries: a message may fail at each switch, although it does not fail alone.
   */
  private boolean isEndedBy(ReplayFailedException failed, Rebuild rebuild) {
    if (failures.merge(rebuild.id(), 1, Integer::sum) >= MAX_FAILURES) {
      end.failed(rebuild, failed.subscription(), failed);
      return true;
    }
    LOG.warn(
        "rebuild={} is not switched now. One of its last messages failed, and is handled alone"
            + " before the next try: {}",
        rebuild.id(),
        failed.getMessage());
    return false;
  }

  /** Forgets the rebuilds that have ended. */
  void forgetAllBut(Collection<Long> active) {
    failures.keySet().retainAll(active);
  }
}
