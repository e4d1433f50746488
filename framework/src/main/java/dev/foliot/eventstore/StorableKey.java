package dev.foliot.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A text of any length as a column can hold it that is only compared. */
public final class StorableKey {
  private static final int DIGEST = 100;

  private StorableKey() {}

  /**
   * The key; one that the column cannot take is cut and told apart by its digest.
   *
   * @param most the length of the column, more than 100
   */
  public static String of(String key, int most) {
    if (key.length() <= most && key.indexOf('\0') < 0) {
      return key;
    }
    int end = Math.min(key.length(), most - DIGEST);
    int whole = Character.isHighSurrogate(key.charAt(end - 1)) ? end - 1 : end;
    return key.substring(0, whole).replace('\0', ' ')
        + "#"
        + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }
}
