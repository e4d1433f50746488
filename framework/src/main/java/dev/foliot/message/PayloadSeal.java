package dev.foliot.message;

import dev.foliot.failure.ReadableError;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts payloads to stored JSON and back, and encrypts personal data in between. Reading needs
 * neither class nor version.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface PayloadSeal {
  /**
   * The stored JSON of payloads, in their order. It may read the database, once for all of them, so
   * it is called in the transaction that stores them.
   */
  List<String> write(List<?> payloads);

  /**
   * The stored JSON of a payload without personal data; null if it has personal data. Needs no
   * keys.
   */
  @Nullable String writeIfPlain(Object payload);

  /**
   * The JSON of a payload with a placeholder in each place of personal data, for comparison: equal
   * payloads have equal JSON. Needs no keys. Do not store the result.
   */
  JsonNode comparable(Object payload);

  /** Whether {@link #read} changes the stored JSON. */
  boolean isSealed(String json);

  /** The stored JSON, decrypted except for data of forgotten persons. */
  JsonNode read(String json);

  /** The stored JSON with a placeholder in each sealed place. Needs no keys. */
  JsonNode readPlaceholders(String json);

  /** Returns a text without the personal data of a stored payload that {@link #isSealed}. */
  UnaryOperator<String> hiding(String json);

  /**
   * The error in a form that can be shown: without the personal data of the handled payload, and
   * safe to read.
   */
  default Throwable redact(String json, Throwable error) {
    return isSealed(json) ? ReadableError.of(error, hiding(json)) : ReadableError.of(error);
  }

  /** Stores the JSON of the mapper unchanged. */
  static PayloadSeal none(JsonMapper mapper) {
    return new PayloadSeal() {
      @Override
      public List<String> write(List<?> payloads) {
        return payloads.stream().map(mapper::writeValueAsString).toList();
      }

      @Override
      public String writeIfPlain(Object payload) {
        return mapper.writeValueAsString(payload);
      }

      @Override
      public JsonNode comparable(Object payload) {
        return OrderedSets.in(mapper).valueToTree(payload);
      }

      @Override
      public boolean isSealed(String json) {
        return false;
      }

      @Override
      public JsonNode read(String json) {
        return mapper.readTree(json);
      }

      @Override
      public JsonNode readPlaceholders(String json) {
        return read(json);
      }

      @Override
      public UnaryOperator<String> hiding(String json) {
        return UnaryOperator.identity();
      }
    };
  }
}
