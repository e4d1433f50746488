package dev.foliot.process;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of processes.
 *
 * @param instances the instances
 * @param transitions their transitions
 * @param kept the events that wait for a start
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ProcessTables(ProcessTable instances, TransitionTable transitions, KeptEvents kept) {
  /** The tables in a schema. */
  public static ProcessTables in(FoliotSchema schema, JdbcTemplate jdbc, MessageJson json) {
    return new ProcessTables(
        new ProcessTable(jdbc, schema, json),
        new TransitionTable(jdbc, schema, json),
        new KeptEvents(jdbc, schema, json));
  }
}
