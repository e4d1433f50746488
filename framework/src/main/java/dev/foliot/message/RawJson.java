package dev.foliot.message;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import org.apiguardian.api.API;

/**
 * A payload that is JSON already, as it is stored, and is stored as it is.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RawJson(@JsonRawValue @JsonValue String json) {}
