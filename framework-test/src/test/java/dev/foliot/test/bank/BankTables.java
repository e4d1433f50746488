package dev.foliot.test.bank;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The bank's read models, kept by plain SQL: a total and a journal by name. */
class BankTables {
  private final JdbcTemplate jdbc;

  BankTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    jdbc.execute(
        "create table if not exists total (name varchar(100) primary key, amount int, changes int)");
    jdbc.execute(
        "create table if not exists journal (name varchar(100) not null, line varchar(200) not null)");
  }

  void add(String name, int amount) {
    int known =
        jdbc.update(
            "update total set amount = amount + ?, changes = changes + 1 where name = ?",
            amount,
            name);
    if (known == 0) {
      jdbc.update("insert into total (name, amount, changes) values (?, ?, 1)", name, amount);
    }
  }

  void set(String name, int amount) {
    add(name, 0);
    jdbc.update("update total set amount = ?, changes = 1 where name = ?", amount, name);
  }

  int amount(String name) {
    return jdbc
        .query("select amount from total where name = ?", (row, n) -> row.getInt(1), name)
        .stream()
        .findFirst()
        .orElse(0);
  }

  int lines(String name) {
    return jdbc.queryForObject("select count(*) from journal where name = ?", Integer.class, name);
  }

  void write(String name, String line) {
    jdbc.update("insert into journal (name, line) values (?, ?)", name, line);
  }

  /** As if so many messages had come and gone. */
  void skipPositionsOfLog(int positions) {
    boolean isPostgres =
        jdbc.execute(
            (ConnectionCallback<Boolean>)
                connection ->
                    connection.getMetaData().getDatabaseProductName().equals("PostgreSQL"));
    if (isPostgres) {
      jdbc.queryForList(
          "select setval(pg_get_serial_sequence('foliot_message', 'position'), ?)", positions);
    } else {
      jdbc.update("update foliot_position set position = position + ?", positions);
    }
  }
}
