package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * Counts the runs that have not ended.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CountRuns {
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

  /** The counts of all workflows, as they are committed. */
  public List<Count> open() {
    return parts.transactions().readOnly(() -> count(store.runs()));
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

  /** The names of the workflows of this application. */
  public Set<String> workflows() {
    Set<String> names = new TreeSet<>();
    parts.registry().definitions().forEach(each -> names.add(each.name()));
    return names;
  }
}
