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
 * Foliot's exceptions as RFC 9457 problem details, if Spring MVC answers with problem details. The
 * advice is registered last: of two advices with the same order, the first registered one takes
 * precedence.
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
