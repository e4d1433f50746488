package dev.foliot.test.oracle;

import java.time.Duration;
import java.util.Map;

/** Waits. */
final class WaitHandlers {
  private WaitHandlers() {}

  static void addTo(Handlers all) {
    all.add(
        "wait/2-3",
        (ctx, in) -> {
          ctx.wait("wait-1", Duration.ofSeconds(2));
          ctx.wait("wait-2", Duration.ofSeconds(2));
          return Map.of("completedWaits", 2);
        });
    all.add(
        "wait/2-5",
        (ctx, in) -> {
          ctx.wait(null, Duration.ofHours(1));
          return null;
        });
  }
}
