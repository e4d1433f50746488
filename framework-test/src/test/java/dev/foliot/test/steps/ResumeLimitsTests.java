package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofHours;

import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.RunSnapshot;
import org.junit.jupiter.api.Test;

/** The time-outs of runs that go on in a test, as in the engine. */
class ResumeLimitsTests {
  private static RunSnapshot saved() {
    return RunSnapshot.of(
        WorkflowTestRunner.of(new PeopleCaseTests.Greeting())
            .timeout(ofHours(2))
            .start(new PeopleCaseTests.Begin("Ada"))
            .result()
            .snapshot());
  }

  @Test
  void timeOutOfTheRunnerReplacesTheSavedDeadline() {
    WorkflowTestRun<Object> second =
        WorkflowTestRunner.of(new PeopleCaseTests.Greeting())
            .timeout(ofHours(3))
            .restore(saved())
            .resume()
            .finish();

    assertThat(second.result()).hasStatus(RunStatus.TIMED_OUT).took(ofHours(3));
  }

  @Test
  void retryOfAResumedRunHasItsWholeTimeOutAgain() {
    WorkflowTestRun<Object> second =
        WorkflowTestRunner.of(new PeopleCaseTests.Greeting()).restore(saved()).resume().finish();

    second.retry().finish();

    assertThat(second.result()).hasStatus(RunStatus.TIMED_OUT).took(ofHours(4));
  }
}
