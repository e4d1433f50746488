package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/** The table of instances accepts no row whose status contradicts its times. */
class ProcessRowsIntegrationTests {
  private static final String INSERT =
      """
      insert into foliot_process (process, correlation, status, revision, transitions, started_at,
                                  updated_at, ended_at)
      values ('checkout', 'o-1', ?, 1, 0, %s, current_timestamp, %s)""";

  private final TestFoliot foliot = TestFoliot.jpa();

  @AfterEach
  void leaveNoRow() {
    foliot.jdbc.update("delete from foliot_process where process = 'checkout'");
  }

  @ParameterizedTest
  @CsvSource({"early, no, no", "running, yes, no", "ended, yes, yes"})
  void statusThatFitsIsAccepted(String status, String started, String ended) {
    assertThatCode(() -> insert(status, started, ended)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "early, yes, no",
    "early, no, yes",
    "running, no, no",
    "running, yes, yes",
    "ended, yes, no",
    "ended, no, yes",
    "done, yes, yes"
  })
  void otherStatusIsRefused(String status, String started, String ended) {
    assertThatThrownBy(() -> insert(status, started, ended))
        .isInstanceOf(DataIntegrityViolationException.class)
        .isNotInstanceOf(DuplicateKeyException.class);
  }

  private void insert(String status, String started, String ended) {
    foliot.jdbc.update(INSERT.formatted(time(started), time(ended)), status);
  }

  private static String time(String exists) {
    return exists.equals("yes") ? "current_timestamp" : "null";
  }
}
