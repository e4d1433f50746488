package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Each clock of an application is the clock of the test. */
class ReplaceClocksTests {
  @Configuration(proxyBeanMethods = false)
  static class Clocks {
    @Bean
    @Primary
    TestClock testClock() {
      return new TestClock();
    }

    @Bean
    static ReplaceClocks replaceClocks() {
      return new ReplaceClocks("testClock");
    }

    @Bean
    Clock warehouseClock() {
      return Clock.systemUTC();
    }

    @Bean
    @Primary
    InstantSource shopTime() {
      return InstantSource.system();
    }
  }

  @Test
  void replacesClocksAndInstantSources() {
    try (var context = new AnnotationConfigApplicationContext(Clocks.class)) {
      TestClock clock = context.getBean(TestClock.class);

      assertThat(context.getBean(InstantSource.class)).isSameAs(clock);
      assertThat(List.of("warehouseClock", "shopTime"))
          .allSatisfy(name -> assertThat(context.getBean(name)).isSameAs(clock));
    }
  }
}
