package dev.foliot.workflow.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The times at which the invocations of a node are woken while bodies of their steps run. */
final class Alarms {
  private final Map<String, At> ofRuns = new ConcurrentHashMap<>();

  private record At(Instant due, Runnable wakeUp) {}

  void set(String run, Instant due, Runnable wakeUp) {
    ofRuns.put(run, new At(due, wakeUp));
  }

  /** The invocation is over. */
  void remove(String run) {
    ofRuns.remove(run);
  }

  Optional<Instant> next() {
    return ofRuns.values().stream().map(At::due).min(Comparator.naturalOrder());
  }

  boolean isDue(Instant now) {
    return next().filter(due -> !now.isBefore(due)).isPresent();
  }

  /** Wakes the invocations whose time has come. */
  void ring(Instant now) {
    ofRuns.forEach(
        (run, at) -> {
          if (!now.isBefore(at.due()) && ofRuns.remove(run, at)) {
            at.wakeUp().run();
          }
        });
  }
}
