package dev.foliot.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class TestDatabasesIntegrationTests {

  @Test
  void givesTheSuitesDatabase() {
    var suite = System.getProperty("foliot.test.database");

    String url =
        new JdbcTemplate(TestDatabases.ofSuite()).execute(TestDatabasesIntegrationTests::url);

    assertThat(url).contains(":" + ("postgres".equals(suite) ? "postgresql" : "h2") + ":");
  }

  @Test
  void givesAFreshDatabaseEachTime() {
    new JdbcTemplate(TestDatabases.ofSuite()).execute("create table t (id int)");

    var other = new JdbcTemplate(TestDatabases.ofSuite());

    other.execute("create table t (id int)");
    assertThat(other.queryForObject("select count(*) from t", Integer.class)).isZero();
  }

  private static String url(java.sql.Connection connection) throws java.sql.SQLException {
    return connection.getMetaData().getURL();
  }
}
