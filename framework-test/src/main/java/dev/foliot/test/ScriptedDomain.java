package dev.foliot.test;

import dev.foliot.message.CompleteMessage;
import dev.foliot.workflow.replay.DomainCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The domain of a {@link WorkflowTestRunner}: answers are scripted, and a rollback discards the new
 * commands and events.
 */
final class ScriptedDomain implements DomainCalls {
  private final WorkflowScript script;
  private final Consumer<Object> onPublished;
  private final List<Object> sent = new ArrayList<>();
  private final List<Object> published = new ArrayList<>();
  private final List<Object> newSent = new ArrayList<>();
  private final List<Object> newPublished = new ArrayList<>();
  private int ids;
  private @Nullable AssertionError unscripted;

  ScriptedDomain(WorkflowScript script, Consumer<Object> onPublished) {
    this.script = script;
    this.onPublished = onPublished;
  }

  @Override
  public @Nullable Object process(Object command) {
    TypeNames.requireCommand(command.getClass());
    Function<Object, @Nullable Object> answer = script.answerTo(command);
    if (answer == null) {
      throw unscripted(
          "The workflow processed the command %s, and the test has no answer. Add .on(%s.class, command -> …) to the runner, or a stub with the name of the operation."
              .formatted(command, command.getClass().getSimpleName()));
    }
    newSent.add(command);
    return answer.apply(command);
  }

  /**
   * Remembers that the test gave no answer, so the test fails even if the run catches this error.
   */
  AssertionError unscripted(String message) {
    AssertionError error = new AssertionError(message);
    if (unscripted == null) {
      unscripted = error;
    }
    return error;
  }

  /** Fails the test if an answer was missing. */
  void throwIfUnscripted() {
    if (unscripted != null) {
      throw unscripted;
    }
  }

  @Override
  public void publish(Object event) {
    VirtualEvents.checkEvent(event.getClass());
    CompleteMessage.require(event);
    newPublished.add(event);
  }

  @Override
  public String eventType(Class<?> event) {
    return VirtualEvents.checkEvent(event).getName();
  }

  @Override
  public UUID submit(Object command) {
    TypeNames.requireCommand(command.getClass());
    CompleteMessage.require(command);
    newSent.add(command);
    return new UUID(0, ++ids);
  }

  void commit() {
    sent.addAll(newSent);
    published.addAll(newPublished);
    List<Object> events = List.copyOf(newPublished);
    rollBack();
    events.forEach(onPublished);
  }

  void rollBack() {
    newSent.clear();
    newPublished.clear();
  }

  List<Object> sent() {
    return List.copyOf(sent);
  }

  List<Object> published() {
    return List.copyOf(published);
  }
}
