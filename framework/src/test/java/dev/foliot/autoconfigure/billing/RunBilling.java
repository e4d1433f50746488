package dev.foliot.autoconfigure.billing;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the application, pays in, runs the engine and gives the ledger. */
public final class RunBilling implements Supplier<String> {
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Billing.class)
  static class Application {
    @Bean
    SteppableClock clock() {
      return new SteppableClock(Instant.EPOCH);
    }
  }

  @Override
  public String get() {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .bannerMode(org.springframework.boot.Banner.Mode.OFF)
            .properties("foliot.engine.enabled=false")
            .run()) {
      Domain domain = context.getBean(Domain.class);
      domain.process(new Billing.OpenAccount("a"));
      domain.process(new Billing.Deposit("a", 5));
      Engine.inTestMode(domain).run();
      return String.join(",", context.getBean(Billing.Ledger.class).lines());
    }
  }
}
