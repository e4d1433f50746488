package dev.foliot.test;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that began a scenario without an expectation. JUnit finds this extension by itself:
 * see {@link DetectUnfinished}.
 */
public final class FailUnfinished implements BeforeEachCallback, AfterEachCallback {
  /** Made by JUnit. */
  public FailUnfinished() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    UnfinishedChains.forget();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      UnfinishedChains.forget();
    } else {
      UnfinishedChains.check();
    }
  }
}
