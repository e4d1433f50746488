package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.PayloadCodec;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;

/**
 * The parts that all invocations share.
 *
 * @param clock the clock of the application
 * @param codec stores values
 * @param domain the domain
 * @param bodies runs the bodies of steps
 * @param threads run the branches of a run besides the first one
 * @param overlapping whether other branches continue while the body of a step runs
 * @param defaultRetry the retry policy of steps that have none
 * @param random the jitter of pauses, 0 to 1
 * @param alarm wakes an invocation while bodies run
 * @param interceptors are called in this order
 * @param personal knows the personal data of payloads
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record InvocationParts(
    InstantSource clock,
    PayloadCodec codec,
    DomainCalls domain,
    Bodies bodies,
    BranchThreads threads,
    boolean overlapping,
    RetryPolicy defaultRetry,
    DoubleSupplier random,
    Alarm alarm,
    Interceptors interceptors,
    PersonalTexts personal) {

  /** Creates the parts without interceptors and personal data. */
  public InvocationParts(
      InstantSource clock,
      PayloadCodec codec,
      DomainCalls domain,
      Bodies bodies,
      BranchThreads threads,
      boolean overlapping,
      RetryPolicy defaultRetry,
      DoubleSupplier random) {
    this(
        clock,
        codec,
        domain,
        bodies,
        threads,
        overlapping,
        defaultRetry,
        random,
        Alarm.NONE,
        Interceptors.NONE,
        PersonalTexts.NONE);
  }

  /** Returns the parts with an alarm. */
  public InvocationParts withAlarm(Alarm wanted) {
    return new InvocationParts(
        clock,
        codec,
        domain,
        bodies,
        threads,
        overlapping,
        defaultRetry,
        random,
        wanted,
        interceptors,
        personal);
  }

  /** Returns the parts with interceptors. */
  public InvocationParts withInterceptors(Interceptors wanted) {
    return new InvocationParts(
        clock,
        codec,
        domain,
        bodies,
        threads,
        overlapping,
        defaultRetry,
        random,
        alarm,
        wanted,
        personal);
  }

  /** Returns the parts with personal data. */
  public InvocationParts withPersonalData(PersonalTexts known) {
    return new InvocationParts(
        clock,
        codec,
        domain,
        bodies,
        threads,
        overlapping,
        defaultRetry,
        random,
        alarm,
        interceptors,
        known);
  }
}
