package dev.foliot.test;

import dev.foliot.message.Metadata;
import dev.foliot.work.WorkDone;
import java.util.Optional;

/**
 * A step of a work that reports it, such as an invocation of a workflow.
 *
 * @param done the report
 */
record WorkedStep(WorkDone done) implements FlowStep {
  @Override
  public String text() {
    String did = done.did().isEmpty() ? "" : String.join(", ", done.did()) + "; ";
    return "run      %s %s: %s%s".formatted(done.owner(), done.key(), did, done.describe());
  }

  @Override
  public String details() {
    return "invocation " + done.attempt();
  }

  @Override
  public Optional<Metadata> message() {
    return Optional.empty();
  }

  @Override
  public Optional<Class<?>> messageClass() {
    return Optional.empty();
  }
}
