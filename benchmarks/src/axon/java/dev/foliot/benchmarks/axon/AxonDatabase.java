package dev.foliot.benchmarks.axon;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.database.Database;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.tokenstore.jdbc.GenericTokenTableFactory;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Axon on a new database: what its starter for Spring Boot sets up when there is JDBC and no JPA,
 * without the starter. Its JSON is written by Jackson, its tables and indexes are its own, and it
 * has the pool that all contenders have. One setting is not its default: it reads 500 events at a
 * time instead of 100, as the others do.
 *
 * @param pool its connections
 * @param transactions Spring's, as commands and processors use them
 * @param tokens where processors keep how far they are
 * @param axon the command bus, the aggregate and the event store
 */
record AxonDatabase(
    HikariDataSource pool,
    DataSourceTransactionManager transactions,
    JdbcTokenStore tokens,
    Configuration axon)
    implements AutoCloseable {
  private static final int EVENTS_A_QUERY = 500;

  static AxonDatabase create(Database database) {
    HikariDataSource pool = database.newPool();
    ConnectionProvider connections =
        new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(pool));
    JacksonSerializer json =
        JacksonSerializer.builder().objectMapper(JsonMapper.builder().build()).build();
    DataSourceTransactionManager transactions = new DataSourceTransactionManager(pool);

    JdbcEventStorageEngine events =
        JdbcEventStorageEngine.builder()
            .connectionProvider(connections)
            .transactionManager(new SpringTransactionManager(transactions))
            .eventSerializer(json)
            .snapshotSerializer(json)
            .batchSize(EVENTS_A_QUERY)
            .build();
    JdbcTokenStore tokens =
        JdbcTokenStore.builder().connectionProvider(connections).serializer(json).build();
    createTables(events, tokens, database);

    Configuration axon =
        DefaultConfigurer.defaultConfiguration(false)
            .configureTransactionManager(c -> new SpringTransactionManager(transactions))
            .configureSerializer(c -> json)
            .configureEmbeddedEventStore(c -> events)
            .configureAggregate(AxonAccount.class)
            .start();
    return new AxonDatabase(pool, transactions, tokens, axon);
  }

  private static void createTables(
      JdbcEventStorageEngine events, JdbcTokenStore tokens, Database database) {
    events.createSchema(
        database.isServer() ? PostgresEventTableFactory.INSTANCE : new H2EventTables());
    tokens.createSchema(
        database.isServer()
            ? PostgresTokenTableFactory.INSTANCE
            : GenericTokenTableFactory.INSTANCE);
  }

  /** The transaction manager as Axon wants it. */
  TransactionManager axonTransactions() {
    return axon.getComponent(TransactionManager.class);
  }

  @Override
  public void close() {
    axon.shutdown();
    pool.close();
  }
}
