package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Steps whose transaction does not commit, or of which nobody knows whether it did. */
@TestPropertySource(properties = "test.lose-commits=true")
class CommitsOfStepsIntegrationTests extends WorkflowTest {
  private static final StepOptions ONCE = StepOptions.transactional().withRetry(RetryPolicy.none());

  @Autowired DataSource dataSource;
  @Autowired Bookings bookings;

  @Test
  void swallowedErrorOfAnInnerTransactionFailsTheStep() {
    code(
        (ctx, input) ->
            ctx.step(
                "s",
                String.class,
                ONCE,
                step -> {
                  try {
                    inTransaction(
                        () -> {
                          throw new IllegalStateException("inner");
                        });
                  } catch (IllegalStateException swallowed) {
                    bookings.book("room");
                    scripted.did("swallowed");
                  }
                  return "stored";
                }));
    RunHandle<String> run = start("r-1");

    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().type())
        .isEqualTo(UnexpectedRollbackException.class.getName());
    assertThat(scripted.ran).containsExactly("swallowed");
    assertThat(bookings.items()).isEmpty();
  }

  @Test
  void failureBeforeTheCommitFailsTheStep() {
    code(
        (ctx, input) ->
            ctx.step(
                "s",
                String.class,
                ONCE,
                step -> {
                  TransactionSynchronizationManager.registerSynchronization(
                      new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                          throw new IllegalStateException("late");
                        }
                      });
                  return bookings.book("room");
                }));
    RunHandle<String> run = start("r-1");

    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().message()).isEqualTo("late");
    assertThat(bookings.items()).isEmpty();
  }

  @Test
  void lostAnswerToACommitIsNoFailedAttempt() {
    code(
        (ctx, input) ->
            ctx.step(
                "s",
                String.class,
                ONCE,
                step -> {
                  ((LoseCommits) dataSource).loseNextAnswer();
                  bookings.book("room");
                  return scripted.did("stored");
                }));
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("stored");
    assertThat(scripted.ran).containsExactly("stored");
    assertThat(bookings.items()).containsExactly("room");
    assertThat(journal("r-1")).containsExactly("1 Step SUCCEEDED");
  }

  @Test
  void lostCommitIsNoFailedAttempt() {
    code(
        (ctx, input) ->
            ctx.step(
                "s",
                String.class,
                ONCE,
                step -> {
                  if (scripted.ran.isEmpty()) {
                    ((LoseCommits) dataSource).loseNext();
                  }
                  bookings.book("room");
                  return scripted.did("stored");
                }));
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("stored");
    assertThat(scripted.ran).containsExactly("stored", "stored");
    assertThat(bookings.items()).containsExactly("room");
    assertThat(journal("r-1")).containsExactly("1 Step SUCCEEDED");
  }

  /** The limit of the application is its default time limit, which is not set here. */
  @Test
  void stepHasTheTimeLimitOfTheApplication() {
    code(
        (ctx, input) ->
            ctx.step(
                "s",
                String.class,
                ONCE,
                step ->
                    TransactionSynchronizationManager.getResource(dataSource)
                                instanceof ConnectionHolder holder
                            && !holder.hasTimeout()
                        ? "default"
                        : "none"));
    RunHandle<String> run = start("r-1");

    engine.run();

    assertThat(run.result()).contains("default");
  }

  /** As if the answer to an append had been lost. */
  @Test
  void entryThatIsStoredAlreadyIsReadAgain() {
    code(
        (ctx, input) -> {
          String one =
              ctx.step(
                  "one",
                  String.class,
                  step -> {
                    storeOutcome(scripted.did("one"));
                    return "one";
                  });
          return one + ctx.step("two", String.class, step -> "two");
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("onetwo");
    assertThat(scripted.ran).containsExactly("one");
  }

  private void storeOutcome(String outcome) {
    jdbc.update(
        """
        insert into foliot_journal (run_id, number, operation, kind, type, name, payload, details, invocation, at)
        values ('r-1', 1, '1', 'step', 'succeeded', 'one', ?, null, 1, current_timestamp)""",
        '"' + outcome + '"');
  }
}
