package dev.foliot.autoconfigure.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.office.Office.Approve;
import dev.foliot.autoconfigure.office.Office.Diary;
import dev.foliot.command.CommandNotEndedException;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** R12: one key for commands that are submitted and processed. */
class SubmittedKeysIntegrationTests {
  private static final CommandOptions KEY = CommandOptions.none().idempotencyKey("k");

  private final ApplicationContextRunner office =
      FoliotRunner.application(Office.class, Office.PACKAGE)
          .withBean(DataSource.class, () -> new DelegatingDataSource(TestDatabases.ofSuite()))
          .withPropertyValues("foliot.schema.initialize=always");

  private void with(ApplicationContextRunner runner, Consumer<ApplicationContext> test) {
    runner.run(test::accept);
  }

  private static List<String> approvals(ApplicationContext context) {
    return context.getBean(Diary.class).lines().stream()
        .filter(line -> line.startsWith("approve"))
        .toList();
  }

  @Test
  void submittedTwiceRunsOnce() { // R12
    with(
        office,
        context -> {
          Domain domain = context.getBean(Domain.class);
          CommandReceipt first = domain.submit(new Approve("d"), KEY);
          CommandReceipt repeat = domain.submit(new Approve("d"), KEY);
          Engine.inTestMode(domain).run();
          CommandReceipt late = domain.submit(new Approve("d"), KEY);
          Engine.inTestMode(domain).run();

          assertThat(repeat.id()).isEqualTo(first.id());
          assertThat(late.id()).isEqualTo(first.id());
          assertThat(late.status()).isEqualTo(CommandStatus.SUCCEEDED);
          assertThat(late.result(String.class)).contains("d");
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void processWaitsForTheSubmittedCommandAndReturnsItsResult() {
    with(
        office,
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.submit(new Approve("d"), KEY);
          assertThatThrownBy(() -> domain.process(new Approve("d"), KEY))
              .isInstanceOf(CommandNotEndedException.class);

          Engine.inTestMode(domain).run();

          assertThat(domain.<String>process(new Approve("d"), KEY)).isEqualTo("d");
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void receiptOfAProcessedCommandHasItsResult() {
    with(
        office,
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.process(new Approve("d"), KEY);

          CommandReceipt receipt = domain.submit(new Approve("d"), KEY);
          Engine.inTestMode(domain).run();

          assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
          assertThat(receipt.result(String.class)).contains("d");
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void submittedCommandRunsOnceInSynchronousMode() {
    with(
        office.withPropertyValues("foliot.event-processing=sync"),
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.submit(new Approve("d"), KEY);
          domain.submit(new Approve("d"), KEY);

          assertThat(domain.<String>process(new Approve("d"), KEY)).isEqualTo("d");
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void cancelledCommandGivesItsKeyBack() {
    with(
        office,
        context -> {
          Domain domain = context.getBean(Domain.class);
          CommandReceipt first = domain.submit(new Approve("d"), KEY);
          domain.commands().cancel(first.id());

          CommandReceipt second = domain.submit(new Approve("d"), KEY);
          Engine.inTestMode(domain).run();

          assertThat(second.id()).isNotEqualTo(first.id());
          assertThat(first.status()).isEqualTo(CommandStatus.CANCELLED);
          assertThat(second.status()).isEqualTo(CommandStatus.SUCCEEDED);
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void expiredCommandGivesItsKeyBack() {
    with(
        office,
        context -> {
          Domain domain = context.getBean(Domain.class);
          CommandReceipt first =
              domain.submit(new Approve("d"), KEY.timeout(Duration.ofSeconds(1)));
          context.getBean(SteppableClock.class).advance(Duration.ofSeconds(2));
          Engine.inTestMode(domain).run();
          assertThat(first.status()).isEqualTo(CommandStatus.EXPIRED);

          assertThat(domain.<String>process(new Approve("d"), KEY)).isEqualTo("d");
          assertThat(approvals(context)).containsExactly("approve d");
        });
  }

  @Test
  void parkedCommandKeepsItsKey() {
    with(
        office.withPropertyValues("foliot.engine.retry.max-attempts=1"),
        context -> {
          Domain domain = context.getBean(Domain.class);
          context.getBean(Diary.class).fail(1, new IllegalStateException("no"));
          CommandReceipt first = domain.submit(new Approve("d"), KEY);
          Engine.inTestMode(domain).run();

          assertThat(first.status()).isEqualTo(CommandStatus.FAILED);
          assertThat(domain.submit(new Approve("d"), KEY).id()).isEqualTo(first.id());
          assertThatThrownBy(() -> domain.process(new Approve("d"), KEY))
              .isInstanceOf(CommandNotEndedException.class);
        });
  }
}
