package dev.foliot.aggregate;

/** Thrown if an aggregate has not reached the requested version. */
public final class NoSuchVersionException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long version;
  private final long currentVersion;

  NoSuchVersionException(String category, String id, long version, long currentVersion) {
    super(
        "There is no version %s of the %s with the id %s: it is at version %s. Use a version from 1 to %s."
            .formatted(version, category, id, currentVersion, currentVersion));
    this.version = version;
    this.currentVersion = currentVersion;
  }

  /** The requested version. */
  public long version() {
    return version;
  }

  /** The version of the last event. */
  public long currentVersion() {
    return currentVersion;
  }
}
