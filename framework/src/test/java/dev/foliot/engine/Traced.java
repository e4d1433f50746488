package dev.foliot.engine;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import brave.sampler.Sampler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Brave as an application has it, with every finished span kept. */
@TestConfiguration(proxyBeanMethods = false)
class Traced {
  /** What was finished, in the order of finishing. */
  static final class Seen extends SpanHandler implements ObservationHandler<Observation.Context> {
    private final List<MutableSpan> spans = new CopyOnWriteArrayList<>();
    private final List<Observation.Context> observations = new CopyOnWriteArrayList<>();

    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
      return spans.add(span);
    }

    @Override
    public void onStop(Observation.Context context) {
      observations.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }

    void reset() {
      spans.clear();
      observations.clear();
    }

    List<Observation.Context> observations() {
      return observations;
    }

    List<MutableSpan> spans(String name) {
      return spans.stream().filter(span -> name.equals(span.name())).toList();
    }

    MutableSpan span(String name) {
      List<MutableSpan> found = spans(name);
      if (found.size() != 1) {
        throw new AssertionError(found.size() + " spans named " + name + " of " + spans);
      }
      return found.get(0);
    }

    /** The outcomes of one observation, in order. */
    List<String> outcomes(String observation) {
      return observations.stream()
          .filter(each -> observation.equals(each.getContextualName()))
          .map(each -> Objects.requireNonNull(each.getLowCardinalityKeyValue("outcome")))
          .map(io.micrometer.common.KeyValue::getValue)
          .toList();
    }
  }

  @Bean
  Seen seen() {
    return new Seen();
  }

  @Bean(destroyMethod = "close")
  Tracing tracing(Seen seen) {
    return Tracing.newBuilder()
        .addSpanHandler(seen)
        .sampler(Sampler.ALWAYS_SAMPLE)
        .traceId128Bit(true)
        .supportsJoin(false)
        .currentTraceContext(ThreadLocalCurrentTraceContext.create())
        .propagationFactory(new W3CPropagation())
        .build();
  }

  @Bean
  Tracer tracer(Tracing tracing) {
    return new BraveTracer(
        tracing.tracer(), new BraveCurrentTraceContext(tracing.currentTraceContext()));
  }

  @Bean
  ObservationRegistry observations(Tracing tracing, Tracer tracer) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler.FirstMatchingCompositeObservationHandler(
                new PropagatingReceiverTracingObservationHandler<>(
                    tracer, new BravePropagator(tracing)),
                new DefaultTracingObservationHandler(tracer)));
    return registry;
  }
}
