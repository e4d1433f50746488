package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.AccountCommandHandler;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Foliot with accounts and their balances, on JPA. */
@SpringBootApplication
@Import(AccountCommandHandler.class)
public class BalanceApplication {

  /** Starts it on a database; further properties are {@code key=value}. */
  public static ConfigurableApplicationContext start(
      String url, String user, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + user,
                "spring.datasource.hikari.maximum-pool-size=16",
                "spring.datasource.connection-fetch=lazy",
                "spring.jpa.open-in-view=false",
                "spring.jpa.hibernate.ddl-auto=update",
                "spring.jpa.properties.hibernate.jdbc.batch_size=50",
                "spring.jpa.properties.hibernate.order_inserts=true",
                "spring.jpa.properties.hibernate.order_updates=true",
                "spring.main.banner-mode=off",
                "foliot.packages=dev.foliot.benchmarks.account",
                "foliot.schema.initialize=always"));
    all.addAll(List.of(properties));
    return new SpringApplicationBuilder(BalanceApplication.class)
        .web(WebApplicationType.NONE)
        .properties(all.toArray(String[]::new))
        .run();
  }
}
