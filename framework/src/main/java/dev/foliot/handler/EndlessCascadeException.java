package dev.foliot.handler;

import org.apiguardian.api.API;

/** Handlers raise messages because of each other's messages without an end (R17, R36). */
public final class EndlessCascadeException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int limit;
  private final String loop;

  /**
   * @param setting the configuration key of the limit
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public EndlessCascadeException(String setting, int limit, Cascade cascade) {
    super(
        "Handlers raised more than %s messages in one cascade, which ends with: %s. Break the loop, or set %s higher if the cascade is meant to be that long."
            .formatted(limit, cascade.loop(), setting));
    this.limit = limit;
    this.loop = cascade.loop();
  }

  /** How many messages were allowed. */
  public int limit() {
    return limit;
  }

  /** The steps that repeat, or the last ones. */
  public String loop() {
    return loop;
  }
}
