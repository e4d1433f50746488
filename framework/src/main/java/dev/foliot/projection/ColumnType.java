package dev.foliot.projection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.ClassUtils;

/** The type of a column beside the document. */
enum ColumnType {
  TEXT("text", "character varying"),
  ENUM("text", "character varying"),
  INTEGER("integer", "integer"),
  BIGINT("bigint", "bigint"),
  NUMERIC("numeric", "decfloat"),
  DOUBLE("double precision", "double precision"),
  BOOLEAN("boolean", "boolean"),
  UUID("uuid", "uuid"),
  INSTANT("timestamp with time zone", "timestamp(6) with time zone"),
  DATE("date", "date"),
  TIMESTAMP("timestamp", "timestamp(6)");

  private static final Map<Class<?>, ColumnType> OF_CLASSES =
      Map.ofEntries(
          Map.entry(String.class, TEXT),
          Map.entry(Integer.class, INTEGER),
          Map.entry(Short.class, INTEGER),
          Map.entry(Byte.class, INTEGER),
          Map.entry(Long.class, BIGINT),
          Map.entry(BigDecimal.class, NUMERIC),
          Map.entry(BigInteger.class, NUMERIC),
          Map.entry(Double.class, DOUBLE),
          Map.entry(Float.class, DOUBLE),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(java.util.UUID.class, UUID),
          Map.entry(Instant.class, INSTANT),
          Map.entry(LocalDate.class, DATE),
          Map.entry(LocalDateTime.class, TIMESTAMP));

  private final String postgres;
  private final String h2;

  ColumnType(String postgres, String h2) {
    this.postgres = postgres;
    this.h2 = h2;
  }

  /** The column for values of a class; empty if there is none. */
  static Optional<ColumnType> of(Class<?> type) {
    return type.isEnum()
        ? Optional.of(ENUM)
        : Optional.ofNullable(OF_CLASSES.get(ClassUtils.resolvePrimitiveIfNecessary(type)));
  }

  String sql(boolean isPostgres) {
    return isPostgres ? postgres : h2;
  }

  boolean isText() {
    return this == TEXT || this == ENUM;
  }

  /** Whether a column of this type may be the id. */
  boolean isKey() {
    return this == TEXT || this == UUID || isWholeNumber();
  }

  boolean isWholeNumber() {
    return this == BIGINT || this == INTEGER;
  }

  boolean isNumber() {
    return isWholeNumber() || this == NUMERIC || this == DOUBLE;
  }
}
