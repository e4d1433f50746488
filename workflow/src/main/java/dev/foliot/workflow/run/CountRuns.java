package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Counts the runs that have not ended, and those that need a person.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CountRuns {
  private static final Duration LATE = Duration.ofMinutes(5);
  private static final int MAX = 10_000;

  private final RunParts parts;
  private final RunStore store;

  public CountRuns(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  /**
   * Runs of one workflow and status.
   *
   * @param hasCode whether this application has the workflow in this version
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Count(
      String workflow, int version, RunStatus status, boolean hasCode, long number) {}

  /** The committed counts of all workflows. */
  public List<Count> open() {
    return parts.transactions().readOnly(() -> count(store.runs()));
  }

  /**
   * Runs that need a person; each number is counted up to 10,000.
   *
   * @param failed the number of runs that have failed and are not removed yet
   * @param stuck the number of runs that have been due for five minutes, and no node claims them
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Problems(long failed, long stuck) {}

  /** Looks for runs that need a person. */
  public Problems problems() {
    return parts.transactions().readOnly(() -> problems(store.runs()));
  }

  private Problems problems(RunTable runs) {
    OffsetDateTime since = RunColumns.stored(parts.clock().instant().minus(LATE));
    String due = "owner is null and queue is null and due_at < ? and lane = ";
    long stuck = upToMost(runs, due + 1, since) + upToMost(runs, due + 2, since);
    return new Problems(upToMost(runs, "status = 'failed'"), Math.min(stuck, MAX));
  }

  private static long upToMost(RunTable runs, String condition, @Nullable Object... values) {
    String sql =
        "select count(*) from (select 1 from %s where %s limit %s) found"
            .formatted(runs.table(), condition, MAX);
    return Objects.requireNonNull(runs.jdbc().queryForObject(sql, Long.class, values));
  }

  private List<Count> count(RunTable runs) {
    String sql =
        """
        select workflow, version, status, count(*)
          from %s
         where status in ('pending', 'running', 'waiting')
         group by workflow, version, status
         order by workflow, version, status"""
            .formatted(runs.table());
    return runs.jdbc().query(sql, (row, number) -> count(row));
  }

  private Count count(ResultSet row) throws SQLException {
    String workflow = row.getString(1);
    int version = row.getInt(2);
    boolean hasCode = parts.registry().find(workflow, version).isPresent();
    return new Count(
        workflow, version, RunColumns.status(row.getString(3)), hasCode, row.getLong(4));
  }

  /** The committed number of runs that wait in a queue, by workflow. */
  public Map<String, Long> queued() {
    return parts.transactions().readOnly(() -> queued(store.runs()));
  }

  private static Map<String, Long> queued(RunTable runs) {
    Map<String, Long> queued = new TreeMap<>();
    runs.jdbc()
        .query(
            "select workflow, count(*) from %s where queue is not null group by workflow"
                .formatted(runs.table()),
            row -> {
              queued.put(row.getString(1), row.getLong(2));
            });
    return queued;
  }

  /** The names of the workflows of this application. */
  public Set<String> workflows() {
    Set<String> names = new TreeSet<>();
    parts.registry().definitions().forEach(each -> names.add(each.name()));
    return names;
  }
}
