package dev.foliot.autoconfigure;

import javax.sql.DataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Thrown if events would be committed apart from the transaction that raised them (R1). */
final class OtherDataSourceException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  OtherDataSourceException(PlatformTransactionManager manager, DataSource dataSource) {
    super(
        "The transactions of %s are not on the data source that Foliot stores events in, %s: state and events would not commit together. Mark the data source and its transaction manager with @Primary."
            .formatted(manager, dataSource));
  }
}
