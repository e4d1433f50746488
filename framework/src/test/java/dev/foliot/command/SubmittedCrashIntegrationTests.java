package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.DeskTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R14: a crash before and after each commit between the submission and the end of a command. */
class SubmittedCrashIntegrationTests extends DeskTest {
  @Test
  void submissionThatIsNotCommittedLeavesNothing() {
    sql().loseNextCommit();
    assertThatThrownBy(() -> domain.submit(new Jot("a"))).hasStackTraceContaining("lost");

    restart();

    assertThat(notes.calls()).isEmpty();
    assertThat(domain.commands().list(CommandFilter.all())).isEmpty();
  }

  @Test
  void submissionWhoseAnswerIsLostRunsOnce() {
    sql().loseAnswerOfNextCommit();
    assertThatThrownBy(() -> domain.submit(new Jot("a"))).hasStackTraceContaining("lost");

    restart();
    restart();

    assertThat(notes.rows()).containsExactly("a");
    assertSucceeded(1);
  }

  @Test
  void deliveryThatIsNotCommittedRunsAgain() {
    domain.submit(new Jot("a"));
    notes.during("a", once(sql()::loseNextCommit));

    assertThatThrownBy(this::run).hasStackTraceContaining("lost");
    restart();
    restart();

    assertThat(notes.calls()).containsExactly("a", "a");
    assertThat(notes.rows()).containsExactly("a");
    assertSucceeded(1);
  }

  @Test
  void deliveryWhoseAnswerIsLostIsDone() {
    domain.submit(new Jot("a"));
    notes.during("a", once(sql()::loseAnswerOfNextCommit));

    assertThatThrownBy(this::run).hasStackTraceContaining("lost");
    restart();
    restart();

    assertThat(notes.calls()).containsExactly("a");
    assertThat(notes.rows()).containsExactly("a");
    assertSucceeded(1);
  }

  @Test
  void batchThatIsNotCommittedRunsAgainAsAWhole() {
    domain.submit(new Write("p", "1"));
    domain.submit(new Jot("2"));
    domain.submit(new Write("p", "3"));
    notes.during("3", once(sql()::loseNextCommit));

    assertThatThrownBy(this::run).hasStackTraceContaining("lost");
    restart();

    assertThat(notes.rows()).containsExactly("1", "2", "3");
    assertSucceeded(3);
  }

  @Test
  void commitOfAFailureMayBeLost() {
    notes.fail("a", 1);
    CommandReceipt receipt = domain.submit(new Jot("a"));
    notes.during("a", once(() -> sql().loseNextCommit()));

    assertThatThrownBy(this::run).hasStackTraceContaining("lost");
    restart();
    restart();

    assertThat(notes.rows()).containsExactly("a");
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertSucceeded(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachCommitOfAScheduledCommandMayBeLost(boolean answerOnly) {
    int losses = 0;
    boolean lost = true;
    while (lost) {
      beginAgain();
      lose(++losses, answerOnly);
      for (int tries = 0; tries < 4; tries++) { // with the key, a caller may submit it again
        goOn(this::submitScheduled);
        clock.advance(Duration.ofMinutes(1));
        goOn(this::restart);
      }
      lost = sql().stopLosing();
      restart();

      assertThat(notes.rows()).as("commit %s is lost", losses).containsExactly("a");
      assertSucceeded(1);
      assertThat(count("foliot_timer")).isZero();
    }
    assertThat(losses).as("commits").isGreaterThan(4);
  }

  private void lose(int commit, boolean answerOnly) {
    if (answerOnly) {
      sql().loseAnswerOfCommit(commit);
    } else {
      sql().loseCommit(commit);
    }
  }

  private void submitScheduled() {
    domain.submit(
        new Jot("a"), CommandOptions.after(Duration.ofMinutes(1)).idempotencyKey("only once"));
  }

  private static void goOn(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException lost) {
      assertThat(lost).hasStackTraceContaining("lost");
    }
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  /** As a new process would: everything is read from the database. */
  private void restart() {
    node.register();
    run();
  }

  private void assertSucceeded(int commands) {
    assertThat(domain.commands().list(CommandFilter.all()))
        .hasSize(commands)
        .extracting(SubmittedCommand::status)
        .containsOnly(CommandStatus.SUCCEEDED);
    assertThat(count("foliot_command")).isEqualTo(commands);
    assertThat(count("foliot_held")).isZero();
  }
}
