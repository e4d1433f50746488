package dev.foliot.benchmarks.testspeed;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.time.Duration;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a repeated test as a build does. The clock runs from the first test's start to the last
 * one's end: the application context, which all tests of a build share, is there before.
 */
public final class RunTests {
  private RunTests() {}

  /** Runs the first repetitions of one test; each is an operation. */
  public static Sample of(Class<?> test, String method, int repetitions) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectIteration(
                    selectMethod(test, method), IntStream.range(0, repetitions).toArray()))
            .build();
    Launcher launcher = LauncherFactory.create();
    Measuring measuring = new Measuring(repetitions);
    launcher.execute(request, measuring);
    return measuring.sample();
  }

  private static final class Measuring implements TestExecutionListener {
    private final int tests;
    private final Histogram latencies = Stopwatch.noLatencies();
    private @Nullable Stopwatch stopwatch;
    private @Nullable Sample sample;
    private long before;

    Measuring(int tests) {
      this.tests = tests;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      if (test.isTest()) {
        if (stopwatch == null) {
          stopwatch = Stopwatch.start(() -> Duration.ZERO);
        }
        before = System.nanoTime();
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() != Status.SUCCESSFUL) {
        throw new IllegalStateException(
            test.getDisplayName() + " failed", result.getThrowable().orElse(null));
      }
      if (test.isTest() && stopwatch != null) {
        latencies.recordValue(System.nanoTime() - before);
        if (latencies.getTotalCount() == tests) {
          sample = stopwatch.stop(tests, latencies);
        }
      }
    }

    Sample sample() {
      if (sample == null) {
        throw new IllegalStateException(
            "%s tests were run, expected %s".formatted(latencies.getTotalCount(), tests));
      }
      return sample;
    }
  }
}
