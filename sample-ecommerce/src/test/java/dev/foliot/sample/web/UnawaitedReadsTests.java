package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.consistency.ReadsProjections;
import dev.foliot.sample.inventory.StockLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Without the consistency token, a controller that declares its reads would be stale in silence.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnawaitedReadsTests {
  private static final String WARNING =
      "%s is annotated with @ReadsProjections, but its requests wait for no projection, because foliot.web.consistency-token.enabled is false. Set it to true, or remove the annotation."
          .formatted(Levels.class.getName());

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withUserConfiguration(Application.class)
          .withBean(Levels.class)
          .withBean(Others.class)
          .withPropertyValues("foliot.engine.enabled=false", "foliot.engine.notifications=false");

  @EnableAutoConfiguration
  static class Application {}

  @RestController
  static class Levels {
    @GetMapping("/levels")
    @ReadsProjections(StockLevel.class)
    String level() {
      return "";
    }
  }

  @RestController
  static class Others {
    @GetMapping("/others")
    @ReadsProjections({})
    String other() {
      return "";
    }
  }

  @Test
  void areNamedAtTheStart(CapturedOutput output) {
    web.run(context -> assertThat(context).hasNotFailed());

    assertThat(output).containsOnlyOnce(WARNING).doesNotContain("Others is annotated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "no", "0"})
  void areNamedIfTheTokenIsOff(String off, CapturedOutput output) {
    web.withPropertyValues("foliot.web.consistency-token.enabled=" + off)
        .run(context -> assertThat(context).doesNotHaveBean("foliotConsistencyTokens"));

    assertThat(output).containsOnlyOnce(WARNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "on"})
  void areNoneWithTheToken(String on, CapturedOutput output) {
    web.withPropertyValues("foliot.web.consistency-token.enabled=" + on)
        .run(context -> assertThat(context).hasBean("foliotConsistencyTokens"));

    assertThat(output).doesNotContain("@ReadsProjections");
  }

  // There are no late projections
  @Test
  void areNoneInSynchronousMode(CapturedOutput output) {
    web.withPropertyValues("foliot.event-processing=sync")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("@ReadsProjections");
  }
}
