package dev.foliot.test.bank;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootApplication
class BankApplication {
  @Bean
  BankTables bankTables(JdbcTemplate jdbc) {
    return new BankTables(jdbc);
  }
}
