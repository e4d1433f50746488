package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;

/** Operators read one line, and the cause stands in it. */
class ErrorLineTests {
  private static final SQLException DISK_FULL =
      new SQLException(
          """
          ERROR: could not extend file "base/5/1": No space left on device
            Hint: Check free disk space.""",
          "53100");

  @Test
  void saysTheRootCauseWithoutTheStatement() {
    var error =
        new UncategorizedSQLException("PreparedStatementCallback", "update a\nset b", DISK_FULL);

    assertThat(ErrorLine.of(error))
        .isEqualTo(
            "java.sql.SQLException: ERROR: could not extend file \"base/5/1\": No space left on device");
  }

  @Test
  void keepsWhatFoliotSaysAboutIt() {
    var error =
        new JudgeFailure(null, () -> 0.5)
            .cannotRecord("mails", new BadSqlGrammarException("task", "select\n1", DISK_FULL));

    assertThat(ErrorLine.of(error))
        .isEqualTo(
            "java.lang.IllegalStateException: Subscription mails cannot record its progress; it tries again: java.sql.SQLException: ERROR: could not extend file \"base/5/1\": No space left on device");
    assertThat(ErrorLine.of(new DatabaseAwayException(DISK_FULL)))
        .contains("The database cannot be reached: ")
        .endsWith("No space left on device");
    assertThat(ErrorLine.of(new DatabaseAwayException(new SQLException("refused"))))
        .endsWith("The database cannot be reached: java.sql.SQLException: refused");
  }

  @Test
  void namesTheErrorAndItsCause() {
    assertThat(ErrorLine.of(new IllegalStateException("no mail", new SQLException("refused"))))
        .isEqualTo(
            "java.lang.IllegalStateException: no mail, caused by java.sql.SQLException: refused");
    assertThat(ErrorLine.of(new RuntimeException(new SQLException("refused"))))
        .isEqualTo("java.sql.SQLException: refused");
  }

  @Test
  void leavesOutTheStatementThatH2Appends() {
    assertThat(ErrorLine.of(new SQLException("Table not found; SQL statement:\nselect 1 [42102]")))
        .isEqualTo("java.sql.SQLException: Table not found");
  }

  @Test
  void readsErrorsThatAreCircularOrBroken() {
    var one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("two", one));

    assertThat(ErrorLine.of(one)).startsWith("java.lang.IllegalStateException: one");
    assertThat(ErrorLine.of(new Broken())).startsWith(Broken.class.getName());
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }
}
