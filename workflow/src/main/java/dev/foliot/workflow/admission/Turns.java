package dev.foliot.workflow.admission;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The decision of concurrency limits and throttles about runs that are due: a pure function of the
 * runs, the places and the time. Runs of an earlier lane come first. In a lane, they come in the
 * order of their due times.
 *
 * @param queued the runs that queue, each with the key of its queue; all other runs begin
 * @param changed the new states of throttles
 * @param after the places after the decision
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Turns(
    Map<String, AdmissionKey> queued, Map<AdmissionKey, PolicyState> changed, Places after) {

  /** Decides about runs. */
  public static Turns of(Collection<DueRun> due, Places before, Instant now) {
    Deciding deciding = new Deciding(before, now);
    due.stream().sorted(DueRun.IN_TURN).forEach(deciding::decide);
    return deciding.turns();
  }

  private static final class Deciding {
    private final Instant now;
    private final Map<String, AdmissionKey> queued = new LinkedHashMap<>();
    private final Map<AdmissionKey, PolicyState> changed = new HashMap<>();
    private final Places places;

    Deciding(Places before, Instant now) {
      this.now = now;
      this.places = new Places(new HashMap<>(before.states()), new HashMap<>(before.taken()));
    }

    void decide(DueRun run) {
      AdmissionKey blocking = run.endsAtOnce() ? null : blocking(run.place(), run.turn());
      if (blocking == null) {
        take(run);
      } else {
        queued.put(run.id(), blocking);
      }
    }

    private @Nullable AdmissionKey blocking(
        DueRun.@Nullable Place place, DueRun.@Nullable Turn turn) {
      if (place != null && places.taken(place.key()) >= place.limit()) {
        return place.key();
      }
      return turn != null && isEarly(turn) ? turn.key() : null;
    }

    private boolean isEarly(DueRun.Turn turn) {
      return turn.rate().next(places.state(turn.key()), now).isAfter(now);
    }

    private void take(DueRun run) {
      if (run.place() != null) {
        places.taken().merge(run.place().key(), 1, Integer::sum);
      }
      DueRun.Turn turn = run.turn();
      if (turn != null && !run.endsAtOnce()) {
        PolicyState next = turn.rate().begin(places.state(turn.key()), now);
        places.states().put(turn.key(), next);
        changed.put(turn.key(), next);
      }
    }

    Turns turns() {
      return new Turns(queued, changed, places);
    }
  }
}
