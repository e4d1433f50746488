package dev.foliot.autoconfigure.actuate;

import dev.foliot.message.TraceContext;
import io.micrometer.tracing.Tracer;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Messages carry the trace in which they were sent or raised (R7), if the application traces.
 *
 * @hidden
 */
@AutoConfiguration
@ConditionalOnClass(Tracer.class)
@API(status = API.Status.INTERNAL)
public final class FoliotTracingAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  TraceContext foliotTraceContext(ObjectProvider<Tracer> tracers) {
    Tracer tracer = tracers.getIfUnique();
    return tracer == null ? TraceContext.NONE : new CurrentTrace(tracer);
  }
}
