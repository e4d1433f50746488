package dev.foliot.eventstore;

import dev.foliot.message.StorableText;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A text of any length as a column can hold it that is only compared.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StorableKey {
  private static final int DIGEST = 100;

  private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\x{D800}-\\x{DFFF}]");

  private StorableKey() {}

  /**
   * The key; one that the column cannot take is cut and told apart by its digest.
   *
   * @param most the length of the column, more than 100
   */
  public static String of(String key, int most) {
    if (key.length() <= most && StorableText.problem(key).isEmpty()) {
      return key;
    }
    int end = Math.min(key.length(), most - DIGEST);
    int whole = Character.isHighSurrogate(key.charAt(end - 1)) ? end - 1 : end;
    return UNSTORABLE.matcher(key.substring(0, whole)).replaceAll(" ") + "#" + digest(key);
  }

  /** Of all its characters as they are: an encoding would replace half of a surrogate pair. */
  private static UUID digest(String key) {
    ByteBuffer bytes = ByteBuffer.allocate(key.length() * Character.BYTES);
    bytes.asCharBuffer().put(key);
    return UUID.nameUUIDFromBytes(bytes.array());
  }
}
