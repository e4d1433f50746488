package dev.foliot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.failure.CausesTests.Endless;
import dev.foliot.failure.Thrown.WithoutMessage;
import dev.foliot.failure.Thrown.WithoutText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorTextTests {
  @Test
  void describesErrorByItsOwnText() {
    Throwable error = new IllegalStateException("no stock\nof p1");

    assertThat(ErrorText.of(error)).isEqualTo("java.lang.IllegalStateException: no stock\nof p1");
    assertThat(ErrorText.firstLine(error)).isEqualTo("java.lang.IllegalStateException: no stock");
    assertThat(ErrorText.message(error)).isEqualTo("no stock\nof p1");
    assertThat(ErrorText.message(new IllegalStateException())).isNull();
    assertThat(ReadableError.of(error)).isSameAs(error);
  }

  @Test
  void replacesWhatADatabaseCannotStore() {
    assertThat(ErrorText.storable("no\0stock")).isEqualTo("no stock");
    assertThat(ErrorText.storable("no\0stock", 4)).isEqualTo("no s");
  }

  @Test
  void describesErrorWithoutTextByItsClass() {
    String read = "(its message cannot be read: java.lang.IllegalStateException)";

    assertThat(ErrorText.of(new WithoutMessage()))
        .isEqualTo(WithoutMessage.class.getName() + ": " + read);
    assertThat(ErrorText.message(new WithoutMessage())).isEqualTo(read);
    assertThat(ErrorText.of(new WithoutText())).isEqualTo(WithoutText.class.getName());
    assertThat(ErrorText.stackTrace(new WithoutText())).contains(WithoutText.class.getName());
  }

  @ParameterizedTest
  @EnumSource
  void copyOfAnyErrorCanBePrinted(Thrown thrown) {
    Throwable error = thrown.error();
    RuntimeException outer = new RuntimeException("outer", error);
    outer.addSuppressed(error);

    Throwable copy = ReadableError.of(outer);

    StringWriter text = new StringWriter();
    copy.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).startsWith("java.lang.RuntimeException: outer");
    assertThat(text.toString()).contains(error.getClass().getName());
    assertThat(Causes.of(copy)).allSatisfy(each -> assertThat(each.toString()).isNotNull());
  }

  @Test
  void copyHasAnEnd() {
    Throwable copy = ReadableError.of(new Endless());

    assertThat(Causes.of(copy)).hasSizeBetween(2, 100);
    assertThat(copy).isNotInstanceOf(Endless.class);
  }

  @Test
  void endsWhereErrorsSuppressEachOther() {
    Throwable first = new IllegalStateException("first");
    for (int i = 0; i < 40; i++) {
      Throwable next = new IllegalStateException("next", first);
      next.addSuppressed(first);
      first.addSuppressed(next);
      first = next;
    }

    Throwable copy = ReadableError.of(first, UnaryOperator.identity());

    assertThat(ErrorText.stackTrace(copy)).startsWith("java.lang.IllegalStateException: next");
  }

  @Test
  void hidesWhatMustNotBeSeen() {
    Throwable inner = new IllegalArgumentException("Ada is unknown");
    Throwable error = new IllegalStateException("no mail to Ada", inner);

    Throwable copy = ReadableError.of(error, text -> text.replace("Ada", "[hidden]"));

    assertThat(copy)
        .hasToString("java.lang.IllegalStateException: no mail to [hidden]")
        .hasMessage("no mail to [hidden]");
    assertThat(ErrorText.stackTrace(copy)).contains("[hidden] is unknown").doesNotContain("Ada");
  }

  @Test
  void copyOfCopyIsNamedAfterTheError() {
    Throwable error = new IllegalStateException("no mail from Ada to Ben");
    Throwable copy = ReadableError.of(error, text -> text.replace("Ada", "[hidden]"));

    Throwable again = ReadableError.of(copy, text -> text.replace("Ben", "[hidden]"));

    assertThat(again)
        .hasToString("java.lang.IllegalStateException: no mail from [hidden] to [hidden]");
  }

  @Test
  void cutsNoCharacterInTwo() {
    assertThat(ErrorText.cut("abc", 3)).isEqualTo("abc");
    assertThat(ErrorText.cut("abcd", 3)).isEqualTo("abc");
    assertThat(ErrorText.cut("ab\uD83D\uDCE6", 3)).isEqualTo("ab");
    assertThat(ErrorText.cut("ab\uD83D\uDCE6d", 4)).isEqualTo("ab\uD83D\uDCE6");
  }
}
