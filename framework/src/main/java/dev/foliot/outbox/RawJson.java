package dev.foliot.outbox;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** A payload that is JSON already and is stored as it is. */
record RawJson(@JsonRawValue @JsonValue String json) {}
