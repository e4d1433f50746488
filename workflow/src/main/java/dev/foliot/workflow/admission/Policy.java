package dev.foliot.workflow.admission;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * The policies, in the order in which a start passes them. The last two decide when a run that is
 * due begins.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public enum Policy {
  IDEMPOTENT("Idempotent"),
  RATE_LIMIT("RateLimit"),
  SINGLETON("Singleton"),
  DEBOUNCE("Debounce"),
  BATCH("Batch"),
  CONCURRENCY("Concurrency"),
  THROTTLE("Throttle");

  private final String annotation;

  Policy(String annotation) {
    this.annotation = annotation;
  }

  /** The simple name of its annotation, which is the type of the error of a skipped run. */
  public String annotation() {
    return annotation;
  }

  /**
   * Whether it holds for child runs. A child run is one run with one input, and its parent awaits
   * it.
   */
  boolean holdsForChildren() {
    return this != IDEMPOTENT && this != DEBOUNCE && this != BATCH;
  }

  /** The name in the database and in metrics, such as {@code rate_limit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Policy labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
