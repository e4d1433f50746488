package dev.foliot.workflow.run;

import dev.foliot.message.Given;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A run that is stored, or will be stored. */
final class StoredRun<O extends @Nullable Object> implements RunHandle<O> {
  private final String id;
  private final Function<String, @Nullable Object> resultReader;
  private final RunParts parts;
  private final RunStore store;
  private final AwaitRuns callers;
  private final RunSignals signals;

  StoredRun(
      String id,
      Function<String, @Nullable Object> resultReader,
      RunParts parts,
      RunStore store,
      AwaitRuns callers,
      RunSignals signals) {
    this.id = id;
    this.resultReader = resultReader;
    this.parts = parts;
    this.store = store;
    this.callers = callers;
    this.signals = signals;
  }

  @Override
  public String id() {
    return id;
  }

  private RunRow row() {
    return store.runs().find(id).orElseThrow(() -> new RunNotFoundException(id));
  }

  @Override
  public RunStatus status() {
    return row().status();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // of the type that the workflow declares
  public Optional<O> result() {
    String result = store.runs().result(row());
    return result == null ? Optional.empty() : Optional.ofNullable((O) read(result));
  }

  private @Nullable Object read(String result) {
    try {
      return resultReader.apply(result);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The result of run %s does not fit the type that its workflow declares: %s. Perhaps the workflow has declared another type since the run ended. Get the run by workflows.handle(id) to read the result as plain JSON values."
              .formatted(id, MessageJson.describeWithoutValues(e)));
    }
  }

  @Override
  public Optional<RunError> error() {
    return Optional.ofNullable(ErrorJson.shown(store.runs().error(row())));
  }

  @Override
  public RunStatus await(Duration most) {
    return callers.await(id, Given.value(most, "run.await", "how long to wait"), this::status);
  }

  @Override
  public boolean cancel() {
    return parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              row();
              return store.waits().cancel(id);
            });
  }

  @Override
  public boolean terminate() {
    return parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              List<RunRow> terminated = new ArrayList<>();
              boolean ended = store.waits().terminate(row(), terminated);
              store.turns().giveBack(terminated);
              terminated.forEach(run -> RunSignals.afterCommit(() -> terminated(run.id())));
              return ended;
            });
  }

  private void terminated(String run) {
    callers.ended(run, RunStatus.TERMINATED);
    signals.streamed(run);
  }

  @Override
  public String toString() {
    return "run " + id;
  }
}
