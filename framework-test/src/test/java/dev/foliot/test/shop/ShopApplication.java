package dev.foliot.test.shop;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@SpringBootApplication
class ShopApplication {
  /** An application's own clock, which a test replaces. */
  @Bean
  @Primary
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Was made with the clock by a call, not by injection. */
  @Bean
  OpeningHours openingHours() {
    return new OpeningHours(clock());
  }

  record OpeningHours(Clock clock) {}
}
