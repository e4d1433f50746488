package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.command.CommandValidationException.Violation;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandValidationExceptionTests {
  record Register(@DataSubject String id, @PersonalData String name, int age) {}

  @Test
  void quotesNoPersonalData() {
    Register command = new Register("c-1", "Ada Lovelace", -1);

    var refused =
        CommandValidationException.of(
            command,
            List.of(
                new Violation("age", "must be positive", -1),
                new Violation("name", "Ada Lovelace must be shorter", "Ada Lovelace"),
                new Violation("", "must be consistent", command)));

    assertThat(refused)
        .hasMessage(
            "Command Register is not valid: age must be positive, but is -1; "
                + "name [personal data] must be shorter, but is [personal data];  must be consistent, "
                + "but is Register[id=c-1, name=[personal data], age=-1]. "
                + "Correct it and send it again.");
    assertThat(refused.violations()).extracting(Violation::invalidValue).startsWith(-1);
    assertThat(refused.violations().toString()).doesNotContain("Ada");
  }

  record Invite(@DataSubject String id, @PersonalData Map<String, Integer> seats) {}

  @Test
  void pathsQuoteNoPersonalKeysOfMaps() {
    var refused =
        CommandValidationException.of(
            new Invite("c-1", Map.of("ada@ex.org", 0, "seats", 2)),
            List.of(
                new Violation("seats[ada@ex.org].<map value>", "must be positive", 0),
                new Violation("seats", "must be few", null)));

    assertThat(refused.violations())
        .extracting(Violation::path)
        .containsExactly("seats[[personal data]].<map value>", "seats");
    assertThat(refused).message().doesNotContain("ada");
  }

  /** A value without a text. */
  record Mute(boolean isThrowing) {
    @Override
    public String toString() {
      if (isThrowing) {
        throw new StackOverflowError();
      }
      return null;
    }
  }

  @Test
  void valueWithoutATextIsNamedByItsClass() {
    List<Violation> violations =
        List.of(
            new Violation("one", "must be loud", new Mute(true)),
            new Violation("other", "must be loud", new Mute(false)));

    var plain = CommandValidationException.of(new Mute(true), violations);
    var personal =
        CommandValidationException.of(new Register("c-1", "Ada Lovelace", -1), violations);

    String mute = Mute.class.getName();
    assertThat(List.of(plain, personal))
        .allSatisfy(
            refused ->
                assertThat(refused)
                    .hasMessageContaining(
                        "one must be loud, but is %s; other must be loud, but is %s.", mute, mute));
    assertThat(plain.violations().toString()).contains(mute);
  }
}
