package dev.foliot.outbox;

import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes sure that one relay publishes at a time: a row that its owner holds for a while, on the
 * database's clock, so that another takes over from one that died.
 */
final class OutboxLock {
  private final JdbcClient jdbc;
  private final String table;
  private final Transactions transactions;
  private final String owner;
  private final long seconds;
  private final Supplier<String> now;

  /**
   * @param now an SQL expression for the present instant
   */
  OutboxLock(
      JdbcClient jdbc,
      String table,
      Transactions transactions,
      String owner,
      Duration duration,
      Supplier<String> now) {
    this.jdbc = jdbc;
    this.table = table;
    this.transactions = transactions;
    this.owner = owner;
    this.seconds = Math.max(1, duration.toSeconds());
    this.now = now;
  }

  /**
   * Takes or keeps the lock.
   *
   * @return whether this owner has it now
   */
  boolean take() {
    String keep =
        """
        update %1$s set owner = ?, locked_until = %3$s + interval '%2$s' second
        where name = 'outbox' and (owner = ? or locked_until < %3$s)"""
            .formatted(table, seconds, now.get());
    int kept = transactions.inNew(() -> jdbc.sql(keep).params(owner, owner).update());
    return kept == 1 || create();
  }

  private boolean create() {
    String create =
        """
        insert into %1$s (name, owner, locked_until)
        select 'outbox', ?, %3$s + interval '%2$s' second
        where not exists (select 1 from %1$s where name = 'outbox')"""
            .formatted(table, seconds, now.get());
    try {
      return transactions.inNew(() -> jdbc.sql(create).param(owner).update()) == 1;
    } catch (DuplicateKeyException anotherWasFaster) {
      return false;
    }
  }

  void release() {
    String sql = "delete from %s where name = 'outbox' and owner = ?".formatted(table);
    transactions.doInNew(() -> jdbc.sql(sql).param(owner).update());
  }
}
