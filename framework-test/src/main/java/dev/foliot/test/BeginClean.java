package dev.foliot.test;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Lets each test begin with nothing, before the test's own transaction and scripts begin. */
final class BeginClean implements TestExecutionListener, Ordered {
  /** After injection (2000), before transactions (4000) and {@code @Sql} (5000). */
  private static final int ORDER = 3_500;

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public void beforeTestMethod(TestContext test) {
    TestLevel.of(test.getTestClass())
        .ifPresent(
            annotated ->
                test.getApplicationContext().getBean(CleanSlate.class).wipe(annotated.keep()));
  }

  @Override
  public void afterTestMethod(TestContext test) {
    if (TestLevel.of(test.getTestClass()).isPresent() && test.getTestException() == null) {
      test.getApplicationContext().getBean(OpenSimulations.class).check();
    }
  }
}
