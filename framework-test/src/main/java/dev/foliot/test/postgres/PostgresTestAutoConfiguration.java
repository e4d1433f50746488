package dev.foliot.test.postgres;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/** Connects the application under test to a fresh PostgreSQL database, one for each context. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnProperty(name = PostgresTestDefaults.DATABASE, havingValue = "postgres")
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
class PostgresTestAutoConfiguration {

  @Bean
  PostgresDatabase postgresTestDatabase() {
    return PostgresServer.shared().newDatabase();
  }

  @Bean
  JdbcConnectionDetails postgresTestConnectionDetails(PostgresDatabase database) {
    return new JdbcConnectionDetails() {

      @Override
      public String getUsername() {
        return database.username();
      }

      @Override
      public String getPassword() {
        return database.password();
      }

      @Override
      public String getJdbcUrl() {
        return database.jdbcUrl();
      }
    };
  }
}
