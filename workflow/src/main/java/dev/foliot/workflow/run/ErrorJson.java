package dev.foliot.workflow.run;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.journal.StoredError;
import org.jspecify.annotations.Nullable;

/** Errors of runs, as stored. */
record ErrorJson(MessageJson json) {
  @Nullable String write(@Nullable StoredError error) {
    return error == null ? null : json.write(error);
  }

  StoredError read(String stored) {
    return json.read(stored, StoredError.class);
  }

  static @Nullable RunError shown(@Nullable StoredError error) {
    return error == null ? null : new RunError(error.type(), error.message());
  }
}
