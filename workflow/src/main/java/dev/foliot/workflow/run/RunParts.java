package dev.foliot.workflow.run;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.BranchThreads;
import dev.foliot.workflow.replay.DomainCalls;
import dev.foliot.workflow.replay.Interceptors;
import dev.foliot.workflow.wait.LastLook;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The application's parts that a workflow run uses.
 *
 * @param registry the workflows
 * @param transactions opens transactions
 * @param clock the clock of the application
 * @param json reads and writes values
 * @param codec stores inputs and results
 * @param domain returns the domain calls of a run, by the id of the run
 * @param lastLook looks for the event of a wait whose time is over, before the wait times out
 * @param bodies runs the bodies of steps
 * @param branches run the branches of a run
 * @param defaultRetry the retry policy of steps that have none
 * @param interceptors are called while runs execute, in this order
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RunParts(
    WorkflowRegistry registry,
    Transactions transactions,
    MicrosecondClock clock,
    MessageJson json,
    PayloadCodec codec,
    Function<String, DomainCalls> domain,
    LastLook lastLook,
    Bodies bodies,
    BranchThreads branches,
    RetryPolicy defaultRetry,
    Interceptors interceptors) {
  /**
   * The input of a run as stored. The start of the run refuses a wrong input.
   *
   * @throws dev.foliot.message.MissingComponentException if a required component is null
   * @throws dev.foliot.message.UnstorableMessageException if it could not be read as the type that
   *     the workflow declares, or would come back changed
   */
  String writeInput(WorkflowDefinition workflow, @Nullable Object input) {
    if (input != null) {
      CompleteMessage.require(input);
      json.requireReadable(input, workflow.body().inputType());
    }
    return codec.write(input);
  }

  /**
   * Reads an input that a person has entered.
   *
   * @throws IllegalArgumentException if it is not of the type that the workflow declares
   */
  Object readInput(WorkflowDefinition workflow, JsonNode entered) {
    Type type = workflow.body().inputType();
    try {
      return type == Object.class ? entered : json.read(entered.toString(), type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "The input does not fit the workflow %s: %s."
              .formatted(workflow.name(), MessageJson.describeWithoutValues(e)),
          e);
    }
  }

  /** Returns the parts with another domain. */
  public RunParts withDomain(Function<String, DomainCalls> other) {
    return new RunParts(
        registry,
        transactions,
        clock,
        json,
        codec,
        other,
        lastLook,
        bodies,
        branches,
        defaultRetry,
        interceptors);
  }
}
