package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class CurrentConnectionTests {
  private final CurrentConnection connection =
      new CurrentConnection(
          new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:current_connection"));

  private static boolean fail(Connection ignored, String state) throws SQLException {
    throw new SQLException("gone", state);
  }

  @ParameterizedTest // as other statements say it, for whoever tries again
  @CsvSource({"08006", "57P01"})
  void saysThatTheConnectionIsLost(String state) {
    assertThatExceptionOfType(DataAccessResourceFailureException.class)
        .isThrownBy(() -> connection.ask(current -> fail(current, state)))
        .withMessageContaining("Read a property of the connection")
        .withRootCauseInstanceOf(SQLException.class);
  }

  @Test
  void passesOnWhatNobodyKnows() {
    assertThatExceptionOfType(UncategorizedSQLException.class)
        .isThrownBy(() -> connection.ask(current -> fail(current, "XX999")))
        .withMessageContaining("gone");
  }
}
