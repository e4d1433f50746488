package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.personaldata.People.Join;
import dev.foliot.personaldata.People.Renew;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The errors in spans and in the log output quote nobody. */
@ExtendWith(OutputCaptureExtension.class)
class QuotedErrorsIntegrationTests extends PeopleTest {
  @Test
  void errorOfInlineProjectorQuotesNobody() {
    faults.inlineFails = true;

    assertThatThrownBy(() -> domain.process(ANN)).hasMessageContaining("Ann Smith");

    assertThat(faults.errorsOfSpans)
        .as("the delivery and the command")
        .hasSize(2)
        .areNot(READABLE)
        .allMatch(
            text ->
                text.startsWith(
                    "java.lang.IllegalStateException: no place for Joined[personId=p-1, name=[personal data], "));
  }

  // The command itself has no name.
  @Test
  void errorOfCommandQuotesNobodyInItsEvents() {
    domain.process(ANN);
    faults.inlineFails = true;
    faults.errorsOfSpans.clear();

    assertThatThrownBy(() -> domain.process(new Renew("p-1"))).hasMessageContaining("Ann Smith");
    faults.commandsFail = true;
    assertThatThrownBy(() -> domain.process(new Renew("p-1"))).hasMessageContaining("Ann Smith");

    assertThat(faults.errorsOfSpans)
        .as("the delivery, its command, and the other command")
        .hasSize(3)
        .areNot(READABLE);
  }

  @Test
  void errorOfListQuotesNobodyInIt() {
    domain.process(new Join("p-1", "Ben Jones", null));
    domain.process(ANN);
    faults.listsFail = true;

    run();

    assertThat(faults.errorsOfSpans)
        .areNot(READABLE)
        .noneMatch(text -> text.contains("Ben Jones"))
        .first()
        .asString()
        .startsWith(
            "java.lang.IllegalStateException: no line for [Joined[personId=p-1, name=[personal data], address=null], Joined[");
  }

  @Test
  void failureAfterTheCommitQuotesNobody(CapturedOutput output) {
    domain.process(new Join("p-1", "Ben Jones", null));
    domain.process(ANN);
    faults.afterCommitFails = true;

    run();

    assertThat(output.getAll())
        .contains(
            "work after the commit failed: java.lang.IllegalStateException: no card for Joined[")
        .doesNotContain("Ben Jones", "Ann Smith", "Elm Street");
  }

  @Test
  void failureOfAListenerQuotesNobody(CapturedOutput output) {
    faults.listenersFail = true;

    domain.process(ANN);
    run();

    assertThat(output.getAll())
        .contains("not counted: Join[", "not counted: Joined[")
        .doesNotContain("Ann Smith", "Elm Street");
  }

  @Test
  void failureOfACommitListenerQuotesNobody(CapturedOutput output) {
    faults.listenersFail = true;

    domain.submit(ANN);
    domain.process(new Join("p-2", "Ben Jones", null));

    assertThat(output.getAll())
        .contains("not counted: Join[personId=p-1", "not counted: Joined[personId=p-2")
        .contains("A listener failed after the commit")
        .doesNotContain("Ann Smith", "Elm Street", "Ben Jones");
  }
}
