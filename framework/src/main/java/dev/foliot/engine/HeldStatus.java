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
  /** Its first message failed and waits for its next attempt. */
  WAITING,
  /** Its first message failed for good and waits for a person. */
  PARKED,
  /** Its failed message is done. The messages behind it are delivered now, in order. */
  GOING_ON;

  static HeldStatus of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** The text in the column. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
