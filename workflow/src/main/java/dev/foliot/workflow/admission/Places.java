package dev.foliot.workflow.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The places and turns of some keys, as a transaction has locked them.
 *
 * @param states the states of throttles
 * @param taken the number of executing runs for each key of concurrency
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Places(Map<AdmissionKey, PolicyState> states, Map<AdmissionKey, Integer> taken) {
  /** The maximum number of runs of one queue that become due at once. */
  private static final int MAX_NEXT = 100;

  PolicyState state(AdmissionKey key) {
    return states.getOrDefault(key, PolicyState.NONE);
  }

  int taken(AdmissionKey key) {
    return taken.getOrDefault(key, 0);
  }

  /**
   * The times when the next runs of a queue may begin.
   *
   * @param flow the flow control of the workflow; null if this application does not have it
   */
  public List<Instant> next(AdmissionKey key, @Nullable FlowControl flow, Instant now) {
    return key.policy() == Policy.THROTTLE
        ? turns(key, flow == null ? null : flow.throttle(), now)
        : free(key, flow == null ? 1 : flow.concurrency(), now);
  }

  List<Instant> free(AdmissionKey key, int limit, Instant now) {
    int free = Math.min(MAX_NEXT, limit - taken(key));
    return Stream.generate(() -> now).limit(Math.max(0, free)).toList();
  }

  List<Instant> turns(AdmissionKey key, @Nullable ThrottleRate rate, Instant now) {
    if (rate == null) {
      return Stream.generate(() -> now).limit(MAX_NEXT).toList();
    }
    List<Instant> times = new ArrayList<>();
    PolicyState state = state(key);
    for (int i = 0; i < Math.min(MAX_NEXT, rate.burst()); i++) {
      Instant time = rate.next(state, now);
      state = rate.begin(state, time.isAfter(now) ? time : now);
      times.add(time);
    }
    return times;
  }
}
