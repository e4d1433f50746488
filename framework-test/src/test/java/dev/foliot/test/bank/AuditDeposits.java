package dev.foliot.test.bank;

import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A work of the bank: one node writes each deposit into the auditors' journal. */
@Component
class AuditDeposits implements OwnedWork {
  static final String JOURNAL = "auditors";

  private final JdbcTemplate jdbc;
  private final BankTables tables;
  private final TransactionTemplate transactions;

  AuditDeposits(JdbcTemplate jdbc, BankTables tables, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.tables = tables;
    this.transactions = new TransactionTemplate(transactions);
  }

  @Override
  public String name() {
    return "bank:audit";
  }

  @Override
  public Steps begin(WorkingNode node, Fence fence) {
    return new Auditing(fence);
  }

  /** Remembers how many deposits it has written: another owner would not know of the last ones. */
  private final class Auditing implements Steps {
    private final Fence fence;
    private volatile boolean woken = true;
    private int written;

    Auditing(Fence fence) {
      this.fence = fence;
      this.written = tables.lines(JOURNAL);
    }

    @Override
    public void wakeUp() {
      woken = true;
    }

    @Override
    public boolean hasWork() {
      return woken;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }

    @Override
    public boolean step() {
      woken = false;
      int before = written < 0 ? tables.lines(JOURNAL) : written;
      written = -1; // unless the commit is known
      boolean more = Boolean.TRUE.equals(transactions.execute(begun -> write(before)));
      written = more ? before + 1 : before;
      return more;
    }

    private boolean write(int before) {
      List<String> next =
          jdbc.queryForList(
              """
              select stream || '@' || stream_version from foliot_message
              where kind = 1 and type like '%eposited' order by position limit 1 offset ?""",
              String.class, before);
      if (next.isEmpty()) {
        return false;
      }
      fence.check();
      tables.write(JOURNAL, next.get(0));
      return true;
    }
  }
}
