package dev.foliot.test.forms;

import org.springframework.jdbc.core.JdbcTemplate;

/** What each handler has seen, one row an event. */
class Lines {
  private final JdbcTemplate jdbc;

  Lines(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    jdbc.execute(
        "create table if not exists line (reader varchar(100) not null, text varchar(200) not null)");
  }

  void add(String reader, Object text) {
    jdbc.update("insert into line (reader, text) values (?, ?)", reader, text.toString());
  }

  int of(String reader) {
    return jdbc.queryForObject("select count(*) from line where reader = ?", Integer.class, reader);
  }
}
