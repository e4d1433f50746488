package dev.foliot.engine;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Why a sequencing key is held.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public enum HeldStatus {
  /** The first message of the key failed, and waits for its next attempt. */
  WAITING,
  /** The first message of the key failed for good, and waits for a person. */
  PARKED,
  /** The failed message of the key is done. The messages behind it are delivered now, in order. */
  GOING_ON;

  static HeldStatus of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** The text in the column. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
