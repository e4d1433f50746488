package dev.foliot.benchmarks.payment;

import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import org.springframework.jdbc.core.JdbcTemplate;

/** Records payments, without an aggregate and without events. */
@CommandHandler(name = PaymentCommandHandler.NAME)
class PaymentCommandHandler {
  static final String NAME = "payments";

  private final JdbcTemplate jdbc;

  PaymentCommandHandler(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Handle
  void record(RecordPayment command) {
    jdbc.update(PaymentTable.INSERT, insert -> PaymentTable.set(insert, command));
  }
}
