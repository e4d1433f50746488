package dev.foliot.workflow.run;

import dev.foliot.trace.TracedRun;
import dev.foliot.trace.TracedRuns;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Shows runs among the messages of their correlation. A run without a cause began the correlation.
 * Its messages have the correlation id as their cause.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TraceRuns implements TracedRuns {
  private final RunParts parts;
  private final RunStore store;

  public TraceRuns(RunParts parts, RunStore store) {
    this.parts = parts;
    this.store = store;
  }

  @Override
  public List<TracedRun> of(UUID correlationKey, int limit) {
    List<RunRow> rows =
        parts.transactions().readOnly(() -> read(store.runs(), correlationKey, limit));
    Map<String, UUID> ids = new HashMap<>();
    rows.forEach(row -> ids.put(row.id(), idOf(row.identity())));
    return rows.stream().map(row -> traced(row, ids)).toList();
  }

  private static List<RunRow> read(RunTable runs, UUID correlationKey, int limit) {
    String sql =
        "select %s from %s where correlation_id = ? order by created_at, id limit ?"
            .formatted(RunColumns.NAMES, runs.table());
    return runs.jdbc().query(sql, RunColumns::read, correlationKey, limit);
  }

  private static UUID idOf(RunRow.Identity run) {
    boolean isFirst = run.causationId() == null && causingRun(run) == null;
    return isFirst ? run.correlationId() : idOf(run.id());
  }

  private static UUID idOf(String runId) {
    return UUID.nameUUIDFromBytes(runId.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String causingRun(RunRow.Identity run) {
    return run.parentRun() == null ? run.forkedFrom() : run.parentRun();
  }

  private static TracedRun traced(RunRow row, Map<String, UUID> ids) {
    RunRow.Identity run = row.identity();
    String cause = causingRun(run);
    return new TracedRun(
        ids.getOrDefault(row.id(), idOf(run)),
        row.id(),
        run.workflow(),
        row.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        cause == null ? run.causationId() : ids.getOrDefault(cause, idOf(cause)),
        row.times().created());
  }
}
