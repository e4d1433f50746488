package dev.foliot.rebuild;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of the schemas of shadow tables. They begin with the name of Foliot's schema.
 * PostgreSQL silently cuts a name after 63 bytes, so the beginning of a longer name is replaced by
 * a shorter one, with a hash.
 */
final class ShadowSchema {
  /** The exchange appends an ending of up to five bytes. */
  private static final int MAX_BYTES = 63 - 5;

  private static final String COMPARE = "_compare_";

  private ShadowSchema() {}

  /** The schema of a rebuild. */
  static String ofRebuild(String foliot, long id) {
    return name(foliot, "_rebuild_" + id);
  }

  /** The schema of the comparison of a projection. */
  static String ofComparison(String foliot, String projection) {
    return name(foliot, COMPARE + Integer.toHexString(projection.hashCode()));
  }

  /** Whether it is the schema of the comparison of any projection. */
  static boolean isOfComparison(String foliot, String schema) {
    int ending = schema.lastIndexOf(COMPARE);
    return ending > 0
        && schema.substring(ending).matches(COMPARE + "[0-9a-f]{1,8}") // not the bay of one
        && schema.equals(name(foliot, schema.substring(ending)));
  }

  private static String name(String foliot, String ending) {
    if (bytes(foliot + ending) <= MAX_BYTES) {
      return foliot + ending;
    }
    String hashed = "_" + HexFormat.of().toHexDigits(foliot.hashCode()) + ending;
    String beginning = foliot;
    while (bytes(beginning + hashed) > MAX_BYTES) {
      beginning = beginning.substring(0, beginning.offsetByCodePoints(beginning.length(), -1));
    }
    return beginning + hashed;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
