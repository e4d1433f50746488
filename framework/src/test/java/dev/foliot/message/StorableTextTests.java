package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StorableTextTests {
  @Test
  void namesWhatADatabaseWouldRefuseOrChange() {
    assertThat(StorableText.problem("a\0b")).hasValue("the character U+0000 at index 1");
    assertThat(StorableText.problem("ab\uD83D"))
        .hasValue("half of a surrogate pair, U+D83D, at index 2");
    assertThat(StorableText.problem("\uDE00\uD83D"))
        .hasValue("half of a surrogate pair, U+DE00, at index 0");
    assertThat(StorableText.problem("\uD83D\uD83D\uDE00"))
        .hasValue("half of a surrogate pair, U+D83D, at index 0");
  }

  @Test
  void acceptsEveryWholeCharacter() {
    assertThat(StorableText.problem("")).isEmpty();
    assertThat(StorableText.problem("a\uD83D\uDE00\u0001\uFFFFé")).isEmpty();
  }

  @Test
  void refusesALongId() {
    assertThat(StorableText.requireId("order", "i".repeat(500), 500)).hasSize(500);
    assertThatThrownBy(() -> StorableText.requireId("order", "i".repeat(501), 500))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The id of order has 501 characters, more than the 500 that are stored, so it cannot be stored as it is. Nothing was stored: check the text where it enters the application.");
  }

  @Test
  void refusesAnEscapedNulInAJsonColumn() {
    for (String json :
        new String[] {"{\"a\":\"\\u0000\"}", "\"\\\\\\u0000\"", "\"\\\\u0000 \\u0000\""}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StorableText.requireJsonColumn("The card", json))
          .withMessageStartingWith("The card has the character U+0000, so it cannot be stored");
    }
    StorableText.requireJsonColumn("The card", "\"an escaped backslash: \\\\u0000, \\u0001\"");
  }
}
