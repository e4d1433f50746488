package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.projection.EntityTables;
import dev.foliot.projection.Projection;
import dev.foliot.rebuild.Wallets.Cached;
import dev.foliot.rebuild.Wallets.InSchema;
import dev.foliot.rebuild.Wallets.Keeping;
import dev.foliot.rebuild.Wallets.Nothing;
import dev.foliot.rebuild.Wallets.Purse;
import dev.foliot.rebuild.Wallets.Wallet;
import dev.foliot.testsupport.TestDatabases;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class FindTablesIntegrationTests {
  private static DataSource database;
  private static EntityManagerFactory entities;
  private static FindTables tables;

  @BeforeAll
  static void start() {
    database = TestDatabases.ofSuite();
    entities = WalletEntities.create(database, Map.of());
    tables = new FindTables(database, () -> List.of(new EntityTables(entities)));
  }

  @AfterAll
  static void stop() {
    entities.close();
  }

  private static String name(String plain) {
    return TestDatabases.isPostgres() ? plain : plain.toUpperCase(Locale.ROOT);
  }

  @Test
  void findsAllTablesOfAnEntity() {
    assertThat(tables.of(Wallet.class))
        .containsExactlyInAnyOrder(
            name("wallet"),
            name("wallet_note"),
            "Purse",
            name("wallet_bag"),
            name("wallet_coins"),
            name("entry"),
            name("entry_tags"),
            name("wallet_owner"), // the join table, not the table of the owners
            name("wallet_total"),
            "Wallet \"log\"");
  }

  @Test
  void findsTheTablesOfConcreteSubclasses() {
    assertThat(tables.of(Keeping.class)).containsExactly(name("kepthere"));
  }

  @Projection(tables = {"ledger", "\"PAGE\""})
  record Ledger(String id) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
      })
  void findsTablesWrittenInAnotherCase(String settings) {
    DataSource h2 = TestDatabases.h2(settings);
    JdbcTemplate jdbc = new JdbcTemplate(h2);
    jdbc.execute("create table \"Ledger\" (id varchar primary key)");
    jdbc.execute("create table \"page\" (id varchar primary key)");

    List<String> found = new FindTables(h2, List::of).of(Ledger.class);

    assertThat(found).containsExactly("Ledger", "page");
    assertThat(new H2Problems(jdbc, found).find()).isEmpty();
  }

  private static void refuses(FindTables tables, Class<?> projection, String... problems) {
    assertThatExceptionOfType(ShadowTablesRefusedException.class)
        .isThrownBy(() -> tables.of(projection))
        .withMessage(
            "Projection %s cannot be rebuilt beside its live rows:\n - %s",
            projection.getSimpleName(), String.join("\n - ", problems))
        .satisfies(refused -> assertThat(refused.problems()).containsExactly(problems));
  }

  @Test
  void refusesAProjectionWithoutKnownTables() {
    refuses(
        tables,
        Nothing.class,
        "No table of it is known. Name the tables that its projector writes in @Projection(tables = …).");
  }

  @Test
  void refusesASubclassWhoseRowsAreAmongOthers() {
    refuses(
        tables,
        Purse.class,
        "Entity Purse shares its tables with its superclass Wallet. Declare the superclass as the projection, or rebuild in place.");
  }

  @Test
  void refusesAMappingWithASchema() {
    refuses(
        tables,
        InSchema.class,
        "The mapping names the schema of elsewhere.kept, so shadow tables cannot be used in their place. Leave the schema out of the mapping, or rebuild the projection in place.");
  }

  @Test
  void refusesADefaultSchema() {
    String schema = TestDatabases.isPostgres() ? "public" : "PUBLIC";
    try (EntityManagerFactory inSchema =
        WalletEntities.create(
            database,
            Map.of(
                AvailableSettings.DEFAULT_SCHEMA,
                schema,
                AvailableSettings.HBM2DDL_AUTO,
                "none"))) {
      assertThatExceptionOfType(ShadowTablesRefusedException.class)
          .isThrownBy(
              () ->
                  new FindTables(database, () -> List.of(new EntityTables(inSchema)))
                      .of(Wallet.class))
          .withMessageContaining(
              "The mapping names the schema of %1$s.Wallet, %1$s.".formatted(schema));
    }
  }

  @Test
  void refusesHibernatesCaches() {
    Map<String, ?> withCache =
        Map.of(
            AvailableSettings.CACHE_REGION_FACTORY,
            new CacheInMemory(),
            AvailableSettings.USE_QUERY_CACHE,
            true,
            AvailableSettings.HBM2DDL_AUTO,
            "none");
    try (EntityManagerFactory caching = WalletEntities.create(database, withCache)) {
      refuses(
          new FindTables(database, () -> List.of(new EntityTables(caching))),
          Cached.class,
          "Hibernate's query cache would still return the former rows. Set hibernate.cache.use_query_cache=false, or rebuild the projection in place.",
          "Entity Cached is in Hibernate's second-level cache, which would still return the former rows. Do not cache it, or rebuild the projection in place.",
          "Collection dev.foliot.rebuild.Wallets$Cached.tags is in Hibernate's second-level cache, which would still return the former rows. Do not cache it, or rebuild the projection in place.");
    }
  }
}
