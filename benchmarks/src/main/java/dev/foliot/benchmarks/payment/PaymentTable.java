package dev.foliot.benchmarks.payment;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table that all handlers write: a row for each command. */
final class PaymentTable {
  static final String INSERT = "insert into payment values (?, ?, ?)";

  private PaymentTable() {}

  static void create(DataSource database) {
    new JdbcTemplate(database)
        .execute(
            "create table payment (payment_id varchar(100) primary key, account_id varchar(100) not null, cents bigint not null)");
  }

  static void set(PreparedStatement insert, RecordPayment command) throws SQLException {
    insert.setString(1, command.paymentId());
    insert.setString(2, command.accountId());
    insert.setLong(3, command.cents());
  }
}
