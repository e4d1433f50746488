package dev.foliot.projection;

import dev.foliot.handler.On;
import dev.foliot.projection.Library.Lent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row of a table that a projector writes by SQL, and that a {@link SqlView} reads. */
record ReaderLoans(String reader, int loans) {

  /** The beans of the projection. */
  @Configuration
  @Import(ReaderLoansProjector.class)
  static class Beans {
    @Bean
    SqlView<ReaderLoans> readerLoans(JdbcClient jdbc, JdbcTemplate template) {
      template.execute(
          "create table if not exists reader_loans (reader varchar(50) primary key, loans int not null)");
      template.execute("delete from reader_loans");
      return SqlView.of(jdbc, "reader_loans", ReaderLoans.class);
    }
  }

  /** Fills the table. */
  @Projector(
      value = ReaderLoans.class,
      name = "reader-loans",
      tables = "reader_loans",
      sequencedBy = "reader")
  static class ReaderLoansProjector {
    private final JdbcTemplate jdbc;

    ReaderLoansProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void lent(Lent event) {
      if (jdbc.update("update reader_loans set loans = loans + 1 where reader = ?", event.reader())
          == 0) {
        jdbc.update("insert into reader_loans values (?, 1)", event.reader());
      }
    }
  }
}
