package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** Values in the form that databases store. */
class SqlValueTests {
  @Test
  void cutsTimesToMicroseconds() {
    assertThat(SqlValue.inColumn(Instant.parse("2026-01-01T12:00:00.123456789Z")))
        .isEqualTo(OffsetDateTime.parse("2026-01-01T12:00:00.123456Z"));
    assertThat(SqlValue.inColumn(LocalDateTime.parse("2026-01-01T12:00:00.123456789")))
        .isEqualTo(LocalDateTime.parse("2026-01-01T12:00:00.123456"));
    assertThat(SqlValue.inColumn(LocalTime.parse("12:00:00.999999999")))
        .isEqualTo(LocalTime.parse("12:00:00.999999"));
    assertThat(SqlValue.inColumn(OffsetDateTime.parse("2026-01-01T12:00:00.123456789+01:00")))
        .isEqualTo(OffsetDateTime.parse("2026-01-01T12:00:00.123456+01:00"));
    assertThat(SqlValue.inColumn(ZonedDateTime.parse("2026-01-01T12:00:00.123456789+01:00")))
        .isEqualTo(ZonedDateTime.parse("2026-01-01T12:00:00.123456+01:00"));
    assertThat(SqlValue.inColumn(LocalDate.EPOCH)).isEqualTo(LocalDate.EPOCH);
  }

  // Such a column of the application may have another precision
  @Test
  void keepsTimesForColumnsOfTheApplication() {
    LocalDateTime exact = LocalDateTime.parse("2026-01-01T12:00:00.123456789");

    assertThat(SqlValue.of(exact)).isEqualTo(exact);
  }
}
