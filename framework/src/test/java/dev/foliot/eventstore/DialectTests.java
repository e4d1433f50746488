package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTests {
  @Test
  void namesADatabaseThatIsNotSupported() {
    assertThatExceptionOfType(UnsupportedDatabaseException.class)
        .isThrownBy(() -> Dialect.of(database("DB2", "12", 12, 0), new FoliotSchema("app")))
        .withMessage(
            "Foliot cannot keep its log in the database DB2 12; it supports PostgreSQL 15 and later, and H2 2.4 and later. Point spring.datasource.url to one of them.");
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 14.11, 14, 11, 15",
    "PostgreSQL, 9.6.24, 9, 6, 15",
    "H2, 2.3.232, 2, 3, 2.4",
    "H2, 1.4.200, 1, 4, 2.4"
  })
  void namesAVersionThatIsTooOld(
      String product, String version, int major, int minor, String least) {
    DataSource old = database(product, version, major, minor);

    assertThatExceptionOfType(UnsupportedDatabaseException.class)
        .isThrownBy(() -> Dialect.of(old, new FoliotSchema("app")))
        .withMessageStartingWith(
            "The database %s %s is too old: Foliot's SQL is written for version %s and later. Update the database",
            product, version, least);
  }

  private static DataSource database(String product, String version, int major, int minor) {
    DatabaseMetaData metadata =
        answering(
            DatabaseMetaData.class,
            Map.of(
                "getDatabaseProductName", product,
                "getDatabaseProductVersion", version,
                "getDatabaseMajorVersion", major,
                "getDatabaseMinorVersion", minor));
    Connection connection = answering(Connection.class, Map.of("getMetaData", metadata));
    return answering(DataSource.class, Map.of("getConnection", connection));
  }

  private static <T> T answering(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
