package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.TraceContext;
import dev.foliot.unitofwork.CommitListener;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R7: messages carry the W3C trace context. */
class CurrentTraceTests {
  private final SimpleTracer tracer = new SimpleTracer();
  private final CurrentTrace trace = new CurrentTrace(tracer);

  @Test
  void isTheCurrentSpan() {
    SimpleSpan span = tracer.nextSpan().start();
    span.context().setTraceId("0af7651916cd43dd8448eb211c80319c");
    span.context().setSpanId("b7ad6b7169203331");
    span.context().setSampled(true);

    assertThat(in(span, trace::traceParent))
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  @Test
  void padsShortTraceIds() {
    SimpleSpan span = tracer.nextSpan().start();
    span.context().setTraceId("8448eb211c80319c");
    span.context().setSpanId("b7ad6b7169203331");

    assertThat(in(span, trace::traceParent))
        .isEqualTo("00-00000000000000008448eb211c80319c-b7ad6b7169203331-00");
  }

  @Test
  void isNothingOutsideOfASpan() {
    assertThat(trace.traceParent()).isNull();
    assertThat(new CurrentTrace(Tracer.NOOP).traceParent()).isNull();
  }

  @Test
  void messagesCarryIt() {
    List<NewMessage> stored = new ArrayList<>();
    FoliotRunner.billing()
        .withBean(Tracer.class, () -> tracer)
        .withBean(CommitListener.class, () -> stored::addAll)
        .run(
            context -> {
              SimpleSpan span = tracer.nextSpan().start();
              Domain domain = context.getBean(Domain.class);

              in(span, () -> domain.<Object>process(new Billing.OpenAccount("a")));

              assertThat(stored)
                  .singleElement()
                  .extracting(message -> message.message().metadata().traceParent())
                  .asString()
                  .contains(span.context().traceId(), span.context().spanId());
            });
  }

  private <T> @Nullable T in(SimpleSpan span, Supplier<@Nullable T> action) {
    Tracer.SpanInScope scope = tracer.withSpan(span);
    try {
      return action.get();
    } finally {
      scope.close();
    }
  }

  @Test
  void theApplicationsOwnWins() {
    TraceContext own = () -> "own";
    FoliotRunner.empty()
        .withBean(Tracer.class, () -> tracer)
        .withBean(TraceContext.class, () -> own)
        .run(context -> assertThat(context.getBean(TraceContext.class)).isSameAs(own));
  }

  @Test
  void isNothingWithoutATracer() {
    FoliotRunner.empty()
        .run(context -> assertThat(context.getBean(TraceContext.class).traceParent()).isNull());
  }
}
