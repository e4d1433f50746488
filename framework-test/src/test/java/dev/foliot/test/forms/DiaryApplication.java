package dev.foliot.test.forms;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootApplication
class DiaryApplication {
  @Bean
  Lines lines(JdbcTemplate jdbc) {
    return new Lines(jdbc);
  }
}
