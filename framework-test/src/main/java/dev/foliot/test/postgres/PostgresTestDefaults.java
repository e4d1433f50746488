package dev.foliot.test.postgres;

import java.util.Locale;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Treats a PostgreSQL test database as Spring Boot treats an embedded one, because it is also new
 * and exists only for the tests: it is filled at the start. Settings of the application take
 * precedence.
 */
final class PostgresTestDefaults implements EnvironmentPostProcessor, Ordered {

  static final String DATABASE = "foliot.test.database";

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          DATABASE,
          "postgres",
          "foliot.schema.initialize",
          "always",
          "spring.jpa.hibernate.ddl-auto",
          "create",
          "spring.sql.init.mode",
          "always");

  /** Last: profiles and configuration files have been read. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    boolean byProfile = environment.acceptsProfiles(Profiles.of("postgres"));
    if (isPostgres(environment.getProperty(DATABASE, byProfile ? "postgres" : "h2"))) {
      environment.getPropertySources().addLast(new MapPropertySource("foliotPostgres", DEFAULTS));
    }
  }

  private static boolean isPostgres(String database) {
    return switch (database.toLowerCase(Locale.ROOT)) {
      case "postgres" -> true;
      case "h2" -> false;
      default ->
          throw new InvalidConfigurationPropertyValueException(
              DATABASE, database, "The databases of tests are h2 and postgres.");
    };
  }
}
