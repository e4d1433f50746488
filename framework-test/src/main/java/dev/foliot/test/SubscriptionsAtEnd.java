package dev.foliot.test;

import dev.foliot.engine.Storage;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Moves all subscriptions to the last position that an empty log has used. The number of positions
 * before the first message decides when the engine saves a checkpoint and how much it reads, and an
 * emptied log does not begin at 1 again. So without this step, a seed would depend on the runs
 * before it.
 */
final class SubscriptionsAtEnd {
  private static final String H2 = "select position from %s";
  private static final String POSTGRES =
      "select coalesce(pg_sequence_last_value(pg_get_serial_sequence('%s', 'position')::regclass), 0)";

  private SubscriptionsAtEnd() {}

  static void move(DataSource dataSource, Storage storage) {
    String last =
        isPostgres(dataSource)
            ? POSTGRES.formatted(storage.table("foliot_message"))
            : H2.formatted(storage.table("foliot_position"));
    storage
        .jdbc()
        .sql("update %s set position = (%s)".formatted(storage.table("foliot_checkpoint"), last))
        .update();
  }

  private static boolean isPostgres(DataSource dataSource) {
    try {
      return JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName)
          .equals("PostgreSQL");
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("The simulation cannot read the kind of database", e);
    }
  }
}
