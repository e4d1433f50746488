package dev.foliot.benchmarks.application;

import dev.foliot.benchmarks.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts applications with the settings that all of them share. */
public final class StartApplication {
  private static final List<String> SETTINGS =
      List.of(
          "spring.datasource.hikari.maximum-pool-size=" + Database.POOL_SIZE,
          "spring.datasource.connection-fetch=lazy",
          "spring.jpa.open-in-view=false",
          "spring.jpa.hibernate.ddl-auto=update",
          "spring.jpa.properties.hibernate.jdbc.batch_size=50",
          "spring.jpa.properties.hibernate.order_inserts=true",
          "spring.jpa.properties.hibernate.order_updates=true",
          "spring.main.banner-mode=off",
          "logging.level.root=warn",
          "foliot.schema.initialize=always");

  private static final List<String> WITHOUT_JPA =
      List.of(
          "spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
          "spring.data.jpa.repositories.enabled=false");

  private StartApplication() {}

  /** Starts one on that database; further properties are {@code key=value}. */
  public static ConfigurableApplicationContext of(
      Class<?> application, Database database, String url, String... properties) {
    return of(application, beans -> {}, database, url, properties);
  }

  /** Starts one on JDBC alone, with further beans, on a new database. */
  public static ConfigurableApplicationContext withoutJpa(
      Class<?> application,
      ApplicationContextInitializer<GenericApplicationContext> beans,
      Database database,
      String... properties) {
    List<String> all = new ArrayList<>(WITHOUT_JPA);
    all.addAll(List.of(properties));
    return of(application, beans, database, database.newDatabase(), all.toArray(String[]::new));
  }

  /** Starts one with further beans. */
  public static ConfigurableApplicationContext of(
      Class<?> application,
      ApplicationContextInitializer<GenericApplicationContext> beans,
      Database database,
      String url,
      String... properties) {
    List<String> all = new ArrayList<>(SETTINGS);
    all.add("spring.datasource.url=" + url);
    all.add("spring.datasource.username=" + database.user());
    all.addAll(List.of(properties));
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .initializers(beans)
        .properties(all.toArray(String[]::new))
        .run();
  }
}
