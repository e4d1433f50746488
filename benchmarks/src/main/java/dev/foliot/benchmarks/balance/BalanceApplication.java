package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.AccountCommandHandler;
import dev.foliot.benchmarks.application.StartApplication;
import dev.foliot.benchmarks.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Foliot with accounts and their balances, on JPA. */
@SpringBootApplication
@Import(AccountCommandHandler.class)
public class BalanceApplication {

  /** Starts it on a database; further properties are {@code key=value}. */
  public static ConfigurableApplicationContext start(
      Database database, String url, String... properties) {
    List<String> all = new ArrayList<>(List.of("foliot.packages=dev.foliot.benchmarks.account"));
    all.addAll(List.of(properties));
    return StartApplication.of(BalanceApplication.class, database, url, all.toArray(String[]::new));
  }
}
