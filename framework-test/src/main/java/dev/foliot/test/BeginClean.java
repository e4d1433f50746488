package dev.foliot.test;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;

/** Lets each test begin with nothing, before the test's own transaction and scripts begin. */
final class BeginClean implements TestExecutionListener, Ordered {
  /** After injection (2000), before transactions (4000) and {@code @Sql} (5000). */
  private static final int ORDER = 3_500;

  /**
   * Finds the annotations of Spring and of Jakarta, also of enclosing classes, as Spring's tests.
   */
  private static final AnnotationTransactionAttributeSource TRANSACTIONAL =
      new AnnotationTransactionAttributeSource(false) {
        @Override
        protected @Nullable TransactionAttribute findTransactionAttribute(Class<?> type) {
          TransactionAttribute found = super.findTransactionAttribute(type);
          return found == null && TestContextAnnotationUtils.searchEnclosingClass(type)
              ? findTransactionAttribute(type.getEnclosingClass())
              : found;
        }
      };

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
    TransactionAttribute found =
        TRANSACTIONAL.getTransactionAttribute(test.getTestMethod(), test.getTestClass());
    return found != null
        && found.getPropagationBehavior() != TransactionDefinition.PROPAGATION_NOT_SUPPORTED
        && found.getPropagationBehavior() != TransactionDefinition.PROPAGATION_NEVER;
  }

  @Override
  public void afterTestMethod(TestContext test) {
    if (TestLevel.of(test.getTestClass()).isPresent()) {
      boolean passed = test.getTestException() == null;
      test.getApplicationContext().getBean(OpenSimulations.class).end(passed);
    }
  }
}
