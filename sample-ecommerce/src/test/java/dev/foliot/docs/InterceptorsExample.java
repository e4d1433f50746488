package dev.foliot.docs;

// docs: interceptors
import dev.foliot.command.CommandInterceptor;
import dev.foliot.command.CommandInvocation;
import dev.foliot.handler.DeliveryInterceptor;
import dev.foliot.handler.DeliveryInvocation;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

// docs: end

/** The code of docs/interceptors.md. */
final class InterceptorsExample {
  private InterceptorsExample() {}

  // docs: interceptors
  @Component
  @Order(10)
  static class RefuseWithoutTenant implements CommandInterceptor {
    @Override
    public Object intercept(CommandInvocation invocation) throws Throwable {
      if (!invocation.message().metadata().headers().containsKey("tenant")) {
        throw new IllegalArgumentException("A command needs the header tenant.");
      }
      return invocation.proceed();
    }
  }

  @Component
  static class TenantInLog implements DeliveryInterceptor {
    @Override
    public void intercept(DeliveryInvocation delivery) throws Throwable {
      MDC.put("tenant", delivery.attempt().metadata().headers().get("tenant"));
      try {
        delivery.proceed();
      } finally {
        MDC.remove("tenant");
      }
    }
  }
  // docs: end
}
