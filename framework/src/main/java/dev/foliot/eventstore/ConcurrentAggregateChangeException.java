package dev.foliot.eventstore;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Another transaction changed the aggregate first (R5). Nothing of this append was stored; load the
 * aggregate again in a new transaction and retry.
 */
public final class ConcurrentAggregateChangeException extends OptimisticLockingFailureException {
  private static final long serialVersionUID = 1;
  private final StreamName stream;
  private final long expectedVersion;
  private final @Nullable Long actualVersion;

  private ConcurrentAggregateChangeException(
      String text,
      StreamName stream,
      long expectedVersion,
      @Nullable Long actualVersion,
      @Nullable Throwable cause) {
    super(text, cause);
    this.stream = stream;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }

  static ConcurrentAggregateChangeException at(
      long actualVersion, StreamName stream, long expectedVersion) {
    String text =
        "Stream %s is at version %s, expected %s: another transaction changed it. Load it again and retry."
            .formatted(stream, actualVersion, expectedVersion);
    return new ConcurrentAggregateChangeException(
        text, stream, expectedVersion, actualVersion, null);
  }

  /** For a conflict without a known version, as found by JPA. */
  public static ConcurrentAggregateChangeException atUnknownVersion(
      StreamName stream, long expectedVersion, @Nullable Throwable cause) {
    String text =
        "Stream %s is at another version (which one is not known), expected %s: another transaction changed it. Load it again and retry."
            .formatted(stream, expectedVersion);
    return new ConcurrentAggregateChangeException(text, stream, expectedVersion, null, cause);
  }

  /** The aggregate's stream. */
  public StreamName stream() {
    return stream;
  }

  /** The version that this transaction had loaded; 0 for a new stream. */
  public long expectedVersion() {
    return expectedVersion;
  }

  /** The actual version, if it is known. */
  public OptionalLong actualVersion() {
    return actualVersion == null ? OptionalLong.empty() : OptionalLong.of(actualVersion);
  }
}
