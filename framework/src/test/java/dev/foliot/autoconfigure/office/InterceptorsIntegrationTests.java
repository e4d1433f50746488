package dev.foliot.autoconfigure.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.office.Office.Approve;
import dev.foliot.autoconfigure.office.Office.Diary;
import dev.foliot.command.CommandInterceptor;
import dev.foliot.command.CommandInvocation;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.command.SendOptions;
import dev.foliot.command.SubmitCommands;
import dev.foliot.command.SubmittedCommand;
import dev.foliot.handler.DeliveryInterceptor;
import dev.foliot.handler.DeliveryInvocation;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.unitofwork.UnitOfWork;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Interceptors of commands and deliveries: their order, their failures, their transaction. */
class InterceptorsIntegrationTests {
  private final ApplicationContextRunner office =
      FoliotRunner.application(Office.class, Office.PACKAGE)
          .withBean(DataSource.class, () -> new DelegatingDataSource(TestDatabases.ofSuite()))
          .withPropertyValues("foliot.schema.initialize=always");

  /** Writes down when it begins and ends. */
  abstract static class Recording implements CommandInterceptor, DeliveryInterceptor {
    private final Diary diary;
    private final String name;

    Recording(Diary diary, String name) {
      this.diary = diary;
      this.name = name;
    }

    @Override
    public Object intercept(CommandInvocation invocation) throws Throwable {
      String verb = invocation.isSubmitted() ? "submit " : "process ";
      diary.write(name + " " + verb + invocation.message().metadata().type());
      try {
        return invocation.proceed();
      } finally {
        diary.write(name + " end");
      }
    }

    @Override
    public void intercept(DeliveryInvocation delivery) throws Throwable {
      diary.write(
          "%s %s %s of %s"
              .formatted(
                  name,
                  delivery.attempt().subscription(),
                  delivery.attempt().attempt(),
                  delivery.messages().size()));
      try {
        delivery.proceed();
      } finally {
        diary.write(name + " end");
      }
    }
  }

  @Order(1)
  static final class Outer extends Recording {
    Outer(Diary diary) {
      super(diary, "outer");
    }
  }

  @Order(2)
  static final class Inner extends Recording {
    Inner(Diary diary) {
      super(diary, "inner");
    }
  }

  private void with(ApplicationContextRunner runner, Consumer<ApplicationContext> test) {
    runner.run(test::accept);
  }

  private ApplicationContextRunner recorded() {
    return office.withBean(Inner.class).withBean(Outer.class);
  }

  private ApplicationContextRunner intercepted(CommandInterceptor interceptor) {
    return office.withBean(CommandInterceptor.class, () -> interceptor);
  }

  private ApplicationContextRunner deliveredThrough(DeliveryInterceptor interceptor) {
    return office.withBean(DeliveryInterceptor.class, () -> interceptor);
  }

  private static List<String> diary(ApplicationContext context) {
    return context.getBean(Diary.class).lines();
  }

  private static List<String> diary(ApplicationContext context, Predicate<String> lines) {
    return diary(context).stream().filter(lines).toList();
  }

  private static Object process(ApplicationContext context, String id) {
    return context.getBean(Domain.class).process(new Approve(id));
  }

  private static void run(ApplicationContext context) {
    Engine.inTestMode(context.getBean(Domain.class)).run();
  }

  private static int stored(ApplicationContext context) {
    return new JdbcTemplate(context.getBean(DataSource.class))
        .queryForObject("select count(*) from foliot_message", Integer.class);
  }

  // ---- commands

  @Test
  void surroundACommandInTheirOrder() {
    with(
        recorded(),
        context -> {
          assertThat(process(context, "d")).isEqualTo("d");

          assertThat(diary(context))
              .containsExactly(
                  "outer process Approve",
                  "inner process Approve",
                  "approve d",
                  "inner end",
                  "outer end");
        });
  }

  @Test
  void surroundEachAttemptOfACommand() {
    with(
        recorded(),
        context -> {
          context.getBean(Diary.class).fail(1, new ConcurrencyFailureException("lost"));

          process(context, "d");

          assertThat(diary(context))
              .containsExactly(
                  "outer process Approve",
                  "inner process Approve",
                  "approve d",
                  "inner end",
                  "outer end",
                  "outer process Approve",
                  "inner process Approve",
                  "approve d",
                  "inner end",
                  "outer end");
        });
  }

  @Test
  void surroundARepeatThatCallsNoHandler() {
    with(
        recorded(),
        context -> {
          Domain domain = context.getBean(Domain.class);
          CommandOptions key = CommandOptions.none().idempotencyKey("k");
          domain.process(new Approve("d"), key);
          domain.process(new Approve("d"), key);

          assertThat(diary(context, line -> line.startsWith("outer p"))).hasSize(2);
          assertThat(diary(context, line -> line.startsWith("approve"))).hasSize(1);
        });
  }

  @Test
  void runInTheTransactionOfTheCommand() {
    with(
        intercepted(
            invocation -> {
              assertThat(UnitOfWork.current()).isPresent();
              Object result = invocation.proceed();
              throw new IOException("after " + result);
            }),
        context -> {
          assertThatThrownBy(() -> process(context, "d"))
              .isInstanceOf(IOException.class)
              .hasMessage("after d");
          assertThat(stored(context)).isZero();
        });
  }

  @Test
  void answerWithoutTheHandler() {
    with(
        intercepted(invocation -> "cached"),
        context -> {
          assertThat(process(context, "d")).isEqualTo("cached");
          assertThat(diary(context)).isEmpty();
        });
  }

  @Test
  void proceedWithACommandOnce() {
    with(
        intercepted(
            invocation -> {
              invocation.proceed();
              return invocation.proceed();
            }),
        context -> {
          assertThatThrownBy(() -> process(context, "d"))
              .hasMessage(
                  "A CommandInterceptor called proceed() twice for command Approve. Call it once: a conflict is tried again by domain.process, in a new transaction.");
          assertThat(diary(context)).containsExactly("approve d");
          assertThat(stored(context)).isZero();
        });
  }

  // ---- submitted commands

  @Test
  void surroundASubmittedCommand() {
    with(
        recorded(),
        context -> {
          UUID id =
              context.getBean(SubmitCommands.class).submit(new Approve("d"), SendOptions.NONE);

          assertThat(id).isNotNull();
          assertThat(diary(context))
              .containsExactly(
                  "outer submit Approve", "inner submit Approve", "inner end", "outer end");
        });
  }

  @Test
  void failureOfAnInterceptorRollsTheCallersTransactionBack() {
    with(
        intercepted(
            invocation -> {
              invocation.proceed();
              throw new IllegalStateException("not allowed");
            }),
        context -> {
          SubmitCommands commands = context.getBean(SubmitCommands.class);
          TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
          assertThatThrownBy(
                  () ->
                      transaction.executeWithoutResult(
                          status ->
                              assertThatThrownBy(
                                      () -> commands.submit(new Approve("d"), SendOptions.NONE))
                                  .hasMessage("not allowed")))
              .hasRootCauseMessage("not allowed");
          assertThat(stored(context)).isZero();
        });
  }

  @Test
  void submittedCommandHasNoResultYet() {
    with(
        intercepted(invocation -> "cached"),
        context ->
            assertThatThrownBy(
                    () ->
                        context
                            .getBean(SubmitCommands.class)
                            .submit(new Approve("d"), SendOptions.NONE))
                .hasMessage(
                    "An interceptor answered the submitted command Approve with java.lang.String. For a submitted command, proceed() returns the id of the receipt: let each CommandInterceptor return this id, or throw."));
  }

  // ---- deliveries

  @Test
  void surroundADeliveryInTheirOrder() {
    with(
        recorded(),
        context -> {
          process(context, "d");
          run(context);

          assertThat(diary(context))
              .containsSubsequence(
                  "outer filing 1 of 1",
                  "inner filing 1 of 1",
                  "file d for null",
                  "inner end",
                  "outer end");
        });
  }

  @Test
  void surroundADeliveryInSynchronousMode() {
    with(
        recorded().withPropertyValues("foliot.event-processing=sync"),
        context -> {
          process(context, "d");

          assertThat(diary(context))
              .containsExactly(
                  "outer process Approve",
                  "inner process Approve",
                  "approve d",
                  "inner end",
                  "outer end",
                  "outer bundling 1 of 1",
                  "inner bundling 1 of 1",
                  "bundle 1",
                  "inner end",
                  "outer end",
                  "outer filing 1 of 1",
                  "inner filing 1 of 1",
                  "file d for null",
                  "inner end",
                  "outer end");
        });
  }

  @Test
  void surroundAListOnce() {
    with(
        recorded(),
        context -> {
          IntStream.range(0, 3).forEach(i -> process(context, "d" + i));
          run(context);

          assertThat(diary(context))
              .containsSubsequence("outer bundling 1 of 3", "inner bundling 1 of 3", "bundle 3");
          assertThat(diary(context, line -> line.startsWith("outer bundling"))).hasSize(1);
        });
  }

  @Test
  void surroundEachAttemptOfADelivery() {
    with(
        recorded().withPropertyValues("foliot.engine.retry.initial-interval=0s"),
        context -> {
          process(context, "d");
          context.getBean(Diary.class).fail(1, new IllegalStateException("again"));
          run(context);

          assertThat(diary(context, line -> line.matches("outer .* 2 of 1"))).hasSize(1);
        });
  }

  @Test
  void failureOfAnInterceptorIsTheFailureOfTheDelivery() {
    with(
        deliveredThrough(
                delivery -> {
                  delivery.proceed();
                  throw new IOException("after " + delivery.attempt().stream());
                })
            .withPropertyValues("foliot.engine.retry.max-attempts=1"),
        context -> {
          process(context, "d");
          run(context);

          var held = context.getBean(Domain.class).subscriptions().held("filing", 0, 10);
          assertThat(held).hasSize(1);
          assertThat(held.get(0).errorText()).contains("after document-d");
        });
  }

  @Test
  void proceedWithADeliveryOnce() {
    with(
        deliveredThrough(
                delivery -> {
                  delivery.proceed();
                  delivery.proceed();
                })
            .withPropertyValues("foliot.engine.retry.max-attempts=1"),
        context -> {
          process(context, "d");
          run(context);

          var held = context.getBean(Domain.class).subscriptions().held("filing", 0, 10);
          assertThat(held)
              .singleElement()
              .satisfies(
                  failed ->
                      assertThat(failed.errorText())
                          .contains(
                              "A DeliveryInterceptor called proceed() twice for message %s of filing. Call it once: a delivery that fails is tried again by the engine, in a new transaction."
                                  .formatted(failed.messageId())));
          assertThat(diary(context, line -> line.startsWith("file"))).hasSize(1);
        });
  }

  @Test
  void failureRollsASynchronousChainBack() {
    with(
        deliveredThrough(
                delivery -> {
                  throw new IllegalStateException("not allowed");
                })
            .withPropertyValues("foliot.event-processing=sync"),
        context -> {
          assertThatThrownBy(() -> process(context, "d")).hasMessage("not allowed");
          assertThat(diary(context)).containsExactly("approve d");
          assertThat(stored(context)).isZero();
        });
  }

  @Test
  void passOverAMessage() {
    with(
        deliveredThrough(delivery -> {}),
        context -> {
          process(context, "d");
          run(context);

          Domain domain = context.getBean(Domain.class);
          assertThat(diary(context)).containsExactly("approve d");
          assertThat(domain.subscriptions().held("filing", 0, 10)).isEmpty();
          assertThat(domain.subscriptions().held("bundling", 0, 10)).isEmpty();
        });
  }

  @Test
  void passedOverCommandHasFailedWithTheReason() {
    with(
        deliveredThrough(delivery -> {}),
        context -> {
          CommandReceipt receipt = submitWithKey(context);
          run(context);

          assertPassedOver(context, receipt);
        });
  }

  @Test
  void commandThatIsPassedOverSynchronouslyHasFailedWithTheReason() {
    with(
        deliveredThrough(delivery -> {}).withPropertyValues("foliot.event-processing=sync"),
        context -> assertPassedOver(context, submitWithKey(context)));
  }

  private static CommandReceipt submitWithKey(ApplicationContext context) {
    return context
        .getBean(Domain.class)
        .submit(new Approve("d"), CommandOptions.none().idempotencyKey("k"));
  }

  private static void assertPassedOver(ApplicationContext context, CommandReceipt receipt) {
    SubmittedCommand found =
        context.getBean(Domain.class).commands().find(receipt.id()).orElseThrow();
    assertThat(diary(context)).isEmpty();
    assertThat(found.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(found.error()).isEqualTo("passed over by a DeliveryInterceptor");
  }

  @Test
  void runInTheTransactionOfTheDelivery() {
    with(
        deliveredThrough(
            delivery -> {
              assertThat(UnitOfWork.current()).isPresent();
              delivery.proceed();
            }),
        context -> {
          process(context, "d");
          run(context);

          assertThat(diary(context)).contains("file d for null", "bundle 1");
        });
  }
}
