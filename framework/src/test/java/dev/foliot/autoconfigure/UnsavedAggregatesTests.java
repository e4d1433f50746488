package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.shop.Account;
import dev.foliot.unitofwork.UnsavedAggregateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens to aggregates that raised and are not saved is a property. */
@ExtendWith(OutputCaptureExtension.class)
class UnsavedAggregatesTests {
  private static final String NAMED = "Account a raised AccountOpened. Save each aggregate";

  private static ApplicationContextRunner configured(String value) {
    return FoliotRunner.billing()
        .withPropertyValues("foliot.unit-of-work.unsaved-aggregates=" + value);
  }

  private static void raiseAndForget(PlatformTransactionManager manager) {
    new TransactionTemplate(manager).executeWithoutResult(transaction -> Account.open("a"));
  }

  @Test
  void failByDefault() {
    FoliotRunner.billing()
        .run(
            context ->
                assertThatThrownBy(
                        () -> raiseAndForget(context.getBean(PlatformTransactionManager.class)))
                    .isInstanceOf(UnsavedAggregateException.class)
                    .hasMessageContaining(NAMED));
  }

  @Test
  void areWarnedOf(CapturedOutput output) {
    configured("warn")
        .run(context -> raiseAndForget(context.getBean(PlatformTransactionManager.class)));

    assertThat(output).contains("WARN").contains(NAMED);
  }

  @Test
  void areIgnored(CapturedOutput output) {
    configured("ignore")
        .run(context -> raiseAndForget(context.getBean(PlatformTransactionManager.class)));

    assertThat(output).doesNotContain(NAMED);
  }
}
