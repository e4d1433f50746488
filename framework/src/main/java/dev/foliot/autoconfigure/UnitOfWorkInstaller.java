package dev.foliot.autoconfigure;

import dev.foliot.unitofwork.BeginUnitOfWork;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes every transaction of the manager a unit of work. The listener is not a bean. Spring Boot
 * adds listener beans while it creates the manager, before the beans that this listener needs can
 * exist. In addition, this listener must be the last one.
 */
final class UnitOfWorkInstaller {
  private final PlatformTransactionManager manager;
  private final DataSource dataSource;

  UnitOfWorkInstaller(
      PlatformTransactionManager manager, DataSource dataSource, BeginUnitOfWork begin) {
    this.manager = manager;
    this.dataSource = dataSource;
    if (!(manager instanceof ConfigurableTransactionManager configurable)) {
      throw new IllegalStateException(
          "Foliot needs a transaction manager that notifies listeners of its transactions; %s does not. Use the one that Spring Boot configures, or one that implements ConfigurableTransactionManager."
              .formatted(manager.getClass().getName()));
    }
    begin.listenTo(configurable);
  }

  /**
   * Tries whether a transaction covers the data source; a manager of global transactions is
   * trusted.
   *
   * @throws OtherDataSourceException if it does not
   */
  void verify() {
    if (manager instanceof ResourceTransactionManager) {
      new TransactionTemplate(manager)
          .executeWithoutResult(
              transaction -> {
                if (!isBound(dataSource)) {
                  throw new OtherDataSourceException(manager, dataSource);
                }
              });
    }
  }

  private static boolean isBound(DataSource dataSource) {
    if (TransactionSynchronizationManager.hasResource(dataSource)) {
      return true;
    }
    return dataSource instanceof DelegatingDataSource wrapper
        && wrapper.getTargetDataSource() != null
        && isBound(wrapper.getTargetDataSource());
  }
}
