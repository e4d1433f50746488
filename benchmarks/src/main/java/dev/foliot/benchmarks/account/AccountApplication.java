package dev.foliot.benchmarks.account;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Foliot with accounts, on JDBC alone. */
@SpringBootApplication
public class AccountApplication {

  /** Starts it without an engine on a database; further properties are {@code key=value}. */
  public static ConfigurableApplicationContext start(
      String url, String user, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + user,
                "spring.datasource.hikari.maximum-pool-size=16",
                "spring.datasource.connection-fetch=lazy",
                "spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                "spring.data.jpa.repositories.enabled=false",
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "foliot.schema.initialize=always",
                "foliot.engine.enabled=false"));
    all.addAll(List.of(properties));
    return new SpringApplicationBuilder(AccountApplication.class)
        .web(WebApplicationType.NONE)
        .properties(all.toArray(String[]::new))
        .run();
  }
}
