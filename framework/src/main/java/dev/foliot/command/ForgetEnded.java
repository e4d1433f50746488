package dev.foliot.command;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.HandlerRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes the records of commands that ended long ago, so that their idempotency keys are free
 * again. The message of an ended command, such as a cancelled one, may still wait in the log for
 * its delivery. Then the record stays: without it, the command would run.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ForgetEnded {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final ToBeDelivered toBeDelivered;

  /**
   * @param handlers the handlers of the application
   */
  public ForgetEnded(JdbcClient jdbc, FoliotSchema schema, HandlerRegistry handlers) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.toBeDelivered = new ToBeDelivered(schema, handlers);
  }

  /**
   * Removes records of commands that ended before an instant.
   *
   * @param most the maximum number of removed records
   * @return the number of removed records
   */
  public int removeEndedBefore(Instant then, int most) {
    return jdbc.sql(
            """
            delete from %1$s where id in (
              select c.id from %1$s c
              where c.ended_at < :then and not exists (
                select 1 from %2$s m where m.id = c.id and %3$s)
              order by c.ended_at fetch first :most rows only)"""
                .formatted(
                    schema.table("foliot_command"),
                    schema.table("foliot_message"),
                    toBeDelivered.condition()))
        .param("then", then.atOffset(ZoneOffset.UTC))
        .param("most", most)
        .update();
  }
}
