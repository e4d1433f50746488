package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DialectTests {
  @Test
  void namesADatabaseThatIsNotSupported() {
    DatabaseMetaData metadata =
        answering(
            DatabaseMetaData.class,
            Map.of("getDatabaseProductName", "DB2", "getDatabaseProductVersion", "12"));
    Connection connection = answering(Connection.class, Map.of("getMetaData", metadata));
    DataSource database = answering(DataSource.class, Map.of("getConnection", connection));

    assertThatExceptionOfType(UnsupportedDatabaseException.class)
        .isThrownBy(() -> Dialect.of(database, new FoliotSchema("app")))
        .withMessage(
            "Foliot cannot keep its log in the database DB2 12; it supports PostgreSQL 15 and later, and H2. Point spring.datasource.url to one of them.");
  }

  private static <T> T answering(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
