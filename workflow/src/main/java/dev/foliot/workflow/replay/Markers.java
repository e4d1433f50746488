package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowInterceptor.EventTarget;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.OperationKind;
import org.jspecify.annotations.Nullable;

/** Marks in the journal: emitted events, and changes of the code. They take no position. */
final class Markers {
  private final ContextScope context;

  Markers(ContextScope context) {
    this.context = context;
  }

  void emit(Object given) {
    Operation emit = at("emit-" + context.values().nextEmit(), OperationKind.EMIT, null);
    if (!emit.isEnded()) {
      RunState run = context.run();
      PayloadCodec codec = run.parts().codec();
      Object event = run.recording().hooks().event(EventTarget.STREAM, given, codec);
      EntryDetails details = EntryDetails.NONE.on(event.getClass().getName(), null);
      run.recording()
          .end(
              emit,
              EntryType.SUCCEEDED,
              run.write(codec, event, "The emitted " + event.getClass().getName()),
              details);
    }
  }

  boolean patched(String id) {
    boolean replaying = context.isReplaying();
    String mark = "patch-" + id;
    if (!context.run().recording().has(context.markId(mark)) && replaying) {
      return false;
    }
    Operation patch = at(mark, OperationKind.PATCH, id);
    if (!patch.isEnded()) {
      context.run().recording().end(patch, EntryType.SUCCEEDED, null, EntryDetails.NONE);
    }
    return true;
  }

  private Operation at(String mark, OperationKind kind, @Nullable String name) {
    return context.run().recording().at(context.markId(mark), context.operation(), kind, name);
  }
}
