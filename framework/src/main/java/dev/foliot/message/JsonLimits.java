package dev.foliot.message;

import org.apiguardian.api.API;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Limits of stored JSON. With Jackson's own limits a writer could store JSON that no reader
 * accepts.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class JsonLimits {
  private static final int READ_DEPTH = 1_000;

  private JsonLimits() {}

  /** A factory whose readers accept everything that its writers write. */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        .streamWriteConstraints(StreamWriteConstraints.defaults())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(READ_DEPTH)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .build();
  }
}
