package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is stored JSON already, and is stored again unchanged.
 *
 * @param brokenMetadata the stored metadata of the message if it cannot be read, to be stored as it
 *     is; the delivery then fails, and a person decides
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RawJson(
    @JsonRawValue @JsonValue String json, @JsonIgnore @Nullable String brokenMetadata) {
  /** A payload whose metadata is complete. */
  public RawJson(String json) {
    this(json, null);
  }
}
