package dev.foliot.autoconfigure.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;

/**
 * Foliot's exceptions as RFC 9457 problem details, where Spring MVC answers with such. The advice
 * is registered last, since of two advices of one order the first that is registered wins.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
@Conditional(OnProblemDetails.class)
public final class FoliotProblemDetailsAutoConfiguration {
  @Bean
  ProblemDetails foliotProblemDetails(ApplicationContext texts) {
    return new ProblemDetails(texts);
  }
}
