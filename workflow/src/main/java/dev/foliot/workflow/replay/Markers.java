package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.OperationKind;
import org.jspecify.annotations.Nullable;

/** Marks in the journal: emitted events, and changes of the code. They take no position. */
final class Markers {
  private final ContextCalls context;
  private final String prefix;

  Markers(ContextCalls context, String prefix) {
    this.context = context;
    this.prefix = prefix;
  }

  void emit(int number, @Nullable String parent, Object event) {
    Operation emit = at(prefix + "emit-" + number, parent, OperationKind.EMIT, null);
    if (!emit.isEnded()) {
      RunState run = context.run();
      EntryDetails details = EntryDetails.NONE.on(event.getClass().getName(), null);
      run.recording().end(emit, EntryType.SUCCEEDED, run.parts().codec().write(event), details);
    }
  }

  boolean patched(String id, @Nullable String parent) {
    boolean replaying = context.isReplaying();
    String key = prefix + "patch-" + id;
    if (!context.run().recording().has(key) && replaying) {
      return false;
    }
    Operation patch = at(key, parent, OperationKind.PATCH, id);
    if (!patch.isEnded()) {
      context.run().recording().end(patch, EntryType.SUCCEEDED, null, EntryDetails.NONE);
    }
    return true;
  }

  private Operation at(
      String id, @Nullable String parent, OperationKind kind, @Nullable String name) {
    return context.run().recording().at(id, parent, kind, name);
  }
}
