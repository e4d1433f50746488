package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The keys {@code foliot.workflow.*}, beside Foliot's own. */
class WorkflowPropertiesTests {
  private final ApplicationContextRunner application = WorkflowRunner.empty();

  @Test
  void nothingHasToBeSet() {
    application.run(
        context ->
            assertThat(context.getBean(WorkflowProperties.class))
                .isEqualTo(new WorkflowProperties(10, 50, 100, Duration.ofDays(30))));
  }

  @Test
  void keysOfTheModuleAreKnown() {
    application
        .withPropertyValues(
            "foliot.workflow.threads=3",
            "foliot.workflow.claimSize=4",
            "foliot.workflow.maxBranches=6",
            "foliot.workflow.retention=5d")
        .run(
            context ->
                assertThat(context.getBean(WorkflowProperties.class))
                    .isEqualTo(new WorkflowProperties(3, 4, 6, Duration.ofDays(5))));
  }

  @Test
  void misspeltKeyIsRefused() {
    application
        .withPropertyValues("foliot.workflow.thread=3")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageStartingWith("The property foliot.workflow.thread ")
                    .hasMessageContaining(
                        "known below foliot.workflow are [claim-size, encryption, max-branches, retention, threads]"));
  }

  @ParameterizedTest
  @CsvSource({
    "foliot.workflow.threads, 0, at least 1",
    "foliot.workflow.claim-size, 0, at least 1",
    "foliot.workflow.max-branches, 0, at least 1",
    "foliot.workflow.retention, -1ms, not negative",
    "foliot.workflow.retention, 36501d, at most 36500d"
  })
  void valueOutOfRangeIsRefused(String key, String value, String expected) {
    application
        .withPropertyValues(key + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageStartingWith(
                        "The property %s must be %s, but is ".formatted(key, expected)));
  }
}
