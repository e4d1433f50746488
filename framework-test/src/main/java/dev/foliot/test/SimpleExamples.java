package dev.foliot.test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;

/** Makes examples of simple values, which have no parts. */
final class SimpleExamples {
  private static final Map<Class<?>, Object> VALUES =
      Stream.of(
              true,
              (byte) 1,
              (short) 1,
              1,
              1L,
              1.5f,
              1.5,
              'a',
              new BigDecimal("12.50"),
              new BigInteger("1"),
              Instant.parse("2026-01-02T03:04:05.678901Z"),
              LocalDate.parse("2026-01-02"),
              LocalTime.parse("03:04:05"),
              LocalDateTime.parse("2026-01-02T03:04:05"),
              OffsetDateTime.parse("2026-01-02T03:04:05+01:00"),
              OffsetTime.parse("03:04:05+01:00"),
              ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"),
              Year.of(2026),
              YearMonth.of(2026, 1),
              MonthDay.of(Month.JANUARY, 2),
              Duration.ofMinutes(90),
              Period.ofDays(3),
              DayOfWeek.MONDAY,
              ZoneOffset.ofHours(1),
              UUID.fromString("00000000-0000-7000-8000-000000000001"),
              URI.create("https://example.com/a"),
              Currency.getInstance("EUR"),
              Locale.GERMANY)
          .collect(Collectors.toMap(Object::getClass, value -> value));

  private SimpleExamples() {}

  /** A text is the name of its component. All constants of an enum; empty for another type. */
  static List<Object> of(Class<?> type, String name) {
    Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
    if (boxed == String.class || boxed == CharSequence.class || boxed == Object.class) {
      return List.of(name);
    }
    if (boxed == Number.class) {
      return List.of(1);
    }
    if (boxed == ZoneId.class) {
      return List.of(ZoneId.of("Europe/Berlin"));
    }
    if (boxed.isEnum()) {
      return List.of(boxed.getEnumConstants());
    }
    return Optional.ofNullable(VALUES.get(boxed)).map(List::of).orElse(List.of());
  }
}
