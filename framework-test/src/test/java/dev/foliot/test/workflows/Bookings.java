package dev.foliot.test.workflows;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** A table of the application, which transactional steps write. */
@Component
class Bookings {
  private final JdbcTemplate jdbc;

  Bookings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    jdbc.execute("create table if not exists booking (item varchar(100) not null)");
  }

  /** Inserts a row, and returns the item. */
  String book(String item) {
    jdbc.update("insert into booking (item) values (?)", item);
    return item;
  }

  List<String> items() {
    return jdbc.queryForList("select item from booking order by item", String.class);
  }
}
