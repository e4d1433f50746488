package dev.foliot.test;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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
            annotated -> {
              refuseTransaction(test, annotated.level());
              test.getApplicationContext().getBean(CleanSlate.class).wipe(annotated.keep());
            });
  }

  /** The engine would join the test's transaction, and see only its uncommitted changes. */
  private static void refuseTransaction(TestContext test, TestLevel level) {
    if (level == TestLevel.ENGINE && isTransactional(test)) {
      throw new IllegalStateException(
          "%s.%s is an @EngineTest and @Transactional: the engine delivers committed messages, and a test's transaction never commits. Remove @Transactional; each test begins with a clean database anyway."
              .formatted(test.getTestClass().getSimpleName(), test.getTestMethod().getName()));
    }
  }

  private static boolean isTransactional(TestContext test) {
    Transactional found =
        AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), Transactional.class);
    if (found == null) {
      found =
          TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), Transactional.class);
    }
    return found != null
        && found.propagation() != Propagation.NOT_SUPPORTED
        && found.propagation() != Propagation.NEVER;
  }

  @Override
  public void afterTestMethod(TestContext test) {
    if (TestLevel.of(test.getTestClass()).isPresent() && test.getTestException() == null) {
      test.getApplicationContext().getBean(OpenSimulations.class).check();
    }
  }
}
