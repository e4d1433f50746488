package dev.foliot.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of a table that PostgreSQL fetches by indexes, so that a test holds for every plan that
 * the server may choose.
 *
 * @param jdbc on one connection
 * @param table with its schema
 */
public record FetchedRows(JdbcTemplate jdbc, String table) {
  /**
   * Counts the rows that something fetches on the connection.
   *
   * @param mayScan whether the table may be read as a whole, because it has a few pages
   */
  public long during(boolean mayScan, Runnable reading) {
    Map<String, Object> before = statistics();
    reading.run();
    Map<String, Object> after = statistics();
    if (!mayScan) {
      assertThat(after.get("seq_scan")).as("sequential scans").isEqualTo(before.get("seq_scan"));
    }
    return (Long) after.get("idx_tup_fetch") - (Long) before.get("idx_tup_fetch");
  }

  /**
   * Adds the counts of a connection to the statistics at once. Without this, the server adds them
   * after seconds without a statement, or after the connection was closed, and then they are part
   * of another measurement.
   */
  public static void flush(JdbcTemplate jdbc) {
    jdbc.execute("select pg_stat_force_next_flush()");
  }

  private Map<String, Object> statistics() {
    flush(jdbc);
    return jdbc.queryForMap(
        "select seq_scan, idx_tup_fetch from pg_stat_user_tables where relid = ?::regclass", table);
  }
}
