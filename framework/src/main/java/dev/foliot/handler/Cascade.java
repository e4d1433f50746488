package dev.foliot.handler;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Finds the loop at the end of an endless cascade, for the error that shows it (R17, R36).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Cascade {
  private static final int KEPT = 1_000;
  private final List<String> steps = new ArrayList<>();

  /** Notes one step, such as {@code OrderPlaced → inventory}. */
  public void add(String step) {
    if (steps.size() == KEPT) {
      steps.subList(0, KEPT / 2).clear();
    }
    steps.add(step);
  }

  /** The shortest run of steps that the cascade ends with at least twice, or its last ten steps. */
  public String loop() {
    int size = steps.size();
    for (int length = 1; length <= size / 2; length++) {
      List<String> last = steps.subList(size - length, size);
      if (last.equals(steps.subList(size - 2 * length, size - length))) {
        return String.join(" → ", last);
      }
    }
    return String.join(" → ", steps.subList(Math.max(0, size - 10), size));
  }
}
