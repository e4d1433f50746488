package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.projection.EntityTables;
import dev.foliot.rebuild.Wallets.Coin;
import dev.foliot.rebuild.Wallets.Entry;
import dev.foliot.rebuild.Wallets.Purse;
import dev.foliot.rebuild.Wallets.Wallet;
import dev.foliot.testsupport.TestDatabases;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.support.TransactionTemplate;

/** Entities in a shadow, with a single connection. */
class ShadowEntitiesIntegrationTests {
  private static final String SHADOW = "Wallets of 1";

  private static HikariDataSource database;
  private static EntityManagerFactory factory;
  private static EntityManager entities;
  private static JdbcTemplate jdbc;
  private static TransactionTemplate transaction;
  private static ShadowTables shadows;
  private static List<String> tables;

  @BeforeAll
  static void create() {
    database = (HikariDataSource) TestDatabases.ofSuite();
    database.setMaximumPoolSize(2); // Hibernate creates the tables with a second one
    factory = WalletEntities.create(database, Map.of());
    database.setMaximumPoolSize(1);
    database.getHikariPoolMXBean().softEvictConnections();
    entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
    jdbc = new JdbcTemplate(database);
    jdbc.execute("create table wallet_total (total int)");
    jdbc.execute("create table \"Wallet \"\"log\"\"\" (line varchar(20))");
    JpaTransactionManager manager = new JpaTransactionManager(factory);
    manager.setDataSource(database);
    manager.setJpaDialect(new HibernateJpaDialect());
    transaction = new TransactionTemplate(manager);
    shadows = new ShadowTables(database, Duration.ofMillis(300));
    // Otherwise its foreign key to the owners, who are no part of the projection, is refused.
    jdbc.execute("drop table wallet_owner");
    jdbc.execute("create table wallet_owner (wallet_id bigint, owners_name varchar(20))");
    tables = new FindTables(database, () -> List.of(new EntityTables(factory))).of(Wallet.class);
  }

  @AfterAll
  static void close() {
    factory.close();
    database.close();
  }

  @BeforeEach
  void beginAgain() {
    transaction.executeWithoutResult(status -> shadows.drop(SHADOW));
    live(
        each ->
            each.createQuery("from Wallet", Wallet.class).getResultList().forEach(each::remove));
  }

  private void inShadow(Consumer<EntityManager> work) {
    transaction.executeWithoutResult(
        status -> {
          shadows.enter(SHADOW);
          work.accept(entities);
        });
  }

  private void live(Consumer<EntityManager> work) {
    transaction.executeWithoutResult(status -> work.accept(entities));
  }

  private static Purse purse(String owner) {
    Purse purse = new Purse();
    purse.owner = owner;
    purse.note = "of " + owner;
    purse.colour = "red";
    purse.bag.addAll(List.of("key", "key"));
    purse.coins.addAll(List.of(new Coin(5), new Coin(2)));
    Entry entry = new Entry();
    entry.wallet = purse;
    entry.tags.addAll(Set.of("a", "b"));
    purse.entries.add(entry);
    return purse;
  }

  private Set<String> owners() {
    return new TreeSet<>(jdbc.queryForList("select owner from wallet", String.class));
  }

  private void createShadow() {
    transaction.executeWithoutResult(status -> shadows.create(SHADOW, tables));
  }

  @Test
  void entitiesAreWrittenAndReadInTheShadow() {
    createShadow();
    live(each -> each.persist(purse("live")));

    inShadow(each -> each.persist(purse("shadow")));

    inShadow(
        each -> {
          Purse found = each.createQuery("from Purse", Purse.class).getSingleResult();
          assertThat(found.owner).isEqualTo("shadow");
          assertThat(found.note).isEqualTo("of shadow");
          assertThat(found.bag).hasSize(2);
          assertThat(found.coins).hasSize(2);
          assertThat(found.entries.get(0).tags).hasSize(2);
          found.coins.remove(0);
          found.entries.get(0).cents = 7;
        });
    assertThat(owners()).containsExactly("live");
    live(
        each -> {
          Purse found = each.createQuery("from Purse", Purse.class).getSingleResult();
          assertThat(found.coins).hasSize(2);
          assertThat(found.entries.get(0).cents).isZero();
        });
  }

  @Test
  void entitiesGoOnAfterTheExchange() {
    createShadow();
    live(each -> List.of("a", "b", "c").forEach(owner -> each.persist(purse(owner))));
    inShadow(each -> each.persist(purse("shadow")));

    transaction.executeWithoutResult(status -> shadows.exchange(SHADOW, tables));

    live(each -> List.of("d", "e", "f").forEach(owner -> each.persist(purse(owner))));
    assertThat(owners()).containsExactly("d", "e", "f", "shadow");
    assertThat(jdbc.queryForObject("select count(*) from wallet_coins", Long.class)).isEqualTo(8);
    transaction.executeWithoutResult(status -> shadows.exchange(SHADOW, tables));
    live(each -> each.persist(purse("g")));
    assertThat(owners()).containsExactly("a", "b", "c", "g");
    transaction.executeWithoutResult(status -> shadows.drop(SHADOW));
    live(each -> each.persist(purse("h")));
  }

  /** Hibernate keeps blocks of numbers in memory, for whatever table they are. */
  @Test
  void liveAndShadowTakeTheirIdsFromOneSequence() {
    createShadow();

    for (int i = 0; i < 15; i++) {
      String number = String.valueOf(i);
      live(each -> each.persist(purse("live " + number)));
      inShadow(each -> each.persist(purse("shadow " + number)));
    }

    live(each -> assertThat(ids(each)).hasSize(15));
    inShadow(each -> assertThat(ids(each)).hasSize(15));
  }

  private static List<Long> ids(EntityManager entities) {
    return entities.createQuery("select id from Entry", Long.class).getResultList();
  }

  @Test
  void comparesWithoutIds() {
    createShadow();
    live(each -> List.of("x", "y").forEach(owner -> each.persist(purse(owner))));
    inShadow(each -> List.of("y", "x").forEach(owner -> each.persist(purse(owner))));

    assertThat(shadows.compare(SHADOW, tables, Set.of(), 50)).isNotEmpty();
    assertThat(shadows.compare(SHADOW, tables, Set.of("id", "wallet_id", "entry_id"), 50))
        .isEmpty();
  }
}
