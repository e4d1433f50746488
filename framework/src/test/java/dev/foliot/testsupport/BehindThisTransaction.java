package dev.foliot.testsupport;

import static org.awaitility.Awaitility.await;

import org.springframework.jdbc.core.JdbcTemplate;

/** Waits until another transaction waits for the one of this thread. */
public final class BehindThisTransaction {
  private static final String POSTGRES =
      "select count(*) from pg_locks where not granted and transactionid = pg_current_xact_id()::xid";
  private static final String H2 =
      "select count(*) from information_schema.sessions where blocker_id = session_id()";

  private BehindThisTransaction() {}

  /** Returns when another one waits. */
  public static void awaitAnother(JdbcTemplate jdbc) {
    String waiting = TestDatabases.isPostgres() ? POSTGRES : H2;
    await()
        .pollInSameThread() // which has the transaction
        .until(() -> jdbc.queryForObject(waiting, Integer.class) > 0);
  }
}
