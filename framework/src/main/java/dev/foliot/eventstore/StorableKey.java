package dev.foliot.eventstore;

import dev.foliot.message.StorableText;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Makes a text of any length fit into a column that is only compared.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StorableKey {
  private static final int DIGEST = 100;

  private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\x{D800}-\\x{DFFF}]");

  private StorableKey() {}

  /**
   * The key. If the column cannot store it, it is cut, and its digest keeps it distinct.
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

  /**
   * The digest of the characters without an encoding, which would replace half of a surrogate pair.
   */
  private static UUID digest(String key) {
    ByteBuffer bytes = ByteBuffer.allocate(key.length() * Character.BYTES);
    bytes.asCharBuffer().put(key);
    return UUID.nameUUIDFromBytes(bytes.array());
  }
}
