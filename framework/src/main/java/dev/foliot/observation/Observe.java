package dev.foliot.observation;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.Message;
import dev.foliot.message.TraceContext;
import dev.foliot.outbox.OutboxEntry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each piece of work. Its scope is open while the work runs, so that the
 * handler's own spans are children. The observation stops when the outcome is known. If the
 * registry has no handlers, the work runs without an observation.
 *
 * @param <W> the work
 * @param <C> the context of its observation
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Observe<W, C extends Observation.Context> implements Around<W> {
  private final ObservationRegistry registry;
  private final TraceContext trace;
  private final Function<W, C> context;
  private final ObservationConvention<C> convention;

  private Observe(
      ObservationRegistry registry,
      TraceContext trace,
      Function<W, C> context,
      ObservationConvention<C> convention) {
    this.registry = registry;
    this.trace = trace;
    this.context = context;
    this.convention = convention;
  }

  /** Observes commands. */
  public static Around<Message> commands(ObservationRegistry registry, TraceContext trace) {
    return new Observe<>(registry, trace, CommandContext::new, new CommandConvention());
  }

  /** Observes deliveries, synchronous or by the engine. */
  public static Around<DeliveryAttempt> deliveries(
      ObservationRegistry registry, TraceContext trace) {
    return new Observe<>(registry, trace, DeliveryContext::new, new DeliveryConvention());
  }

  /** Observes the relay of messages of the outbox. */
  public static Around<OutboxEntry> relays(ObservationRegistry registry, TraceContext trace) {
    return new Observe<>(registry, trace, RelayContext::new, new RelayConvention());
  }

  @Override
  public Scope enter(W work) {
    if (registry.isNoop()) {
      return Scope.NONE;
    }
    Observation.Scope before = registry.getCurrentObservationScope();
    try {
      Observation observation =
          Observation.start(null, convention, () -> context.apply(work), registry);
      return new Observed(registry, observation, observation.openScope(), trace);
    } catch (Throwable e) { // a handler of observations threw, and left its scope open
      registry.setCurrentObservationScope(before);
      throw e;
    }
  }

  private record Observed(
      ObservationRegistry registry,
      Observation observation,
      Observation.Scope scope,
      TraceContext trace)
      implements Scope {
    @Override
    public @Nullable String traceParent() {
      return trace.traceParent();
    }

    @Override
    public void exit() {
      try {
        scope.close();
      } finally {
        registry.setCurrentObservationScope(scope.getPreviousObservationScope());
      }
    }

    @Override
    public void end(String outcome, @Nullable Throwable error) {
      if (observation.getContext() instanceof HasOutcome work) {
        work.outcome(outcome);
      }
      try {
        if (error != null) {
          observation.error(error);
        }
      } finally {
        observation.stop();
      }
    }
  }
}
