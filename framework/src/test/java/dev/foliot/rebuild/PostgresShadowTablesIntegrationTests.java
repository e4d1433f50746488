package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.testsupport.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** All that belongs to a table on PostgreSQL besides its rows. */
class PostgresShadowTablesIntegrationTests {
  private static final String SHADOW = "Shadow";
  private static final List<String> TABLES = List.of("balance");

  private HikariDataSource database;
  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;
  private ShadowTables shadows;

  /** Roles belong to the server. It ends with the tests. */
  @BeforeAll
  static void createRoles() {
    try (HikariDataSource any = (HikariDataSource) TestDatabases.postgres()) {
      Stream.of("reader", "writer", "\"owner of all\"", "other")
          .forEach(role -> new JdbcTemplate(any).execute("create role " + role));
    }
  }

  @BeforeEach
  void create() {
    database = (HikariDataSource) TestDatabases.postgres();
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    shadows = new ShadowTables(database, Duration.ofMillis(200));
    execute(
        "create table balance (id bigserial primary key, cents int)",
        "insert into balance (cents) values (1), (2)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void execute(String... statements) {
    Stream.of(statements).forEach(jdbc::execute);
  }

  private void createShadow() {
    transaction.executeWithoutResult(status -> shadows.create(SHADOW, TABLES));
  }

  private void exchange() {
    transaction.executeWithoutResult(status -> shadows.exchange(SHADOW, TABLES));
  }

  /** All that the catalogue has about the live table, without numbers that differ by nature. */
  private Map<String, Object> definition() {
    return jdbc.queryForMap(
        """
        select relpersistence::text, reloptions::text, relreplident::text, relowner::regrole::text,
               array(select acl::text from unnest(relacl) acl order by 1)::text as grants,
               array(select attname || attacl::text from pg_attribute where attrelid = c.oid and attacl is not null order by 1)::text as of_columns,
               array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = c.oid order by 1)::text as indexes,
               array(select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = c.oid order by 1)::text as constraints,
               array(select attname || pg_get_expr(adbin, adrelid) from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = c.oid order by 1)::text as defaults,
               array(select concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated) from pg_attribute where attrelid = c.oid and attnum > 0 order by attnum)::text as columns,
               obj_description(oid, 'pg_class') as comment
          from pg_class c
         where oid = 'public.balance'::regclass""");
  }

  @Test
  void theDefinitionIsTheSameAfterTheExchange() {
    execute(
        "grant create, usage on schema public to \"owner of all\"",
        "alter default privileges grant delete on tables to other",
        "alter table balance add column name text not null default 'it''s' check (name <> 'x'), add column big int generated always as (cents * 2) stored, add column number int generated always as identity, add column period int4range",
        "create unique index \"Of name\" on balance (lower(name), cents desc) include (big) where cents > 0",
        "alter table balance add constraint \"No overlap\" exclude using gist (period with &&) deferrable",
        "update balance set name = id",
        "alter table balance add constraint one_name unique nulls not distinct (name)",
        "alter table balance set (fillfactor = 70, autovacuum_enabled = false)",
        "alter table balance replica identity full",
        "comment on table balance is 'it''s the balance'",
        "alter table balance set unlogged",
        "alter table balance owner to \"owner of all\"",
        "grant select on balance to reader with grant option",
        "grant insert, update on balance to writer",
        "grant update (cents) on balance to reader",
        "grant select on balance to public");
    Map<String, Object> before = definition();

    createShadow();
    exchange();

    assertThat(definition()).isEqualTo(before);
    assertThat(jdbc.queryForList("select * from balance")).isEmpty();
  }

  @Test
  void aSerialColumnGoesOnAfterTheFormerTableIsDropped() {
    createShadow();
    exchange();
    execute("insert into balance (cents) values (3)");
    exchange();
    execute("insert into balance (cents) values (4)");
    exchange();

    transaction.executeWithoutResult(status -> shadows.drop(SHADOW));

    execute("insert into balance (cents) values (5)");
    assertThat(jdbc.queryForList("select id from balance order by id", Long.class))
        .containsExactly(3L, 5L);
    assertThat(jdbc.queryForObject("select pg_get_serial_sequence('balance', 'id')", String.class))
        .isEqualTo("public.balance_id_seq");
    jdbc.execute("drop table balance");
    assertThat(jdbc.queryForObject("select to_regclass('balance_id_seq')::text", String.class))
        .isNull();
  }

  private List<String> problems(String... statements) {
    execute(statements);
    return problemsOf(shadows);
  }

  private List<String> problemsOf(ShadowTables tables) {
    return transaction.execute(
        status -> {
          try {
            tables.create(SHADOW, TABLES);
            status.setRollbackOnly();
            return List.of();
          } catch (ShadowTablesRefusedException refused) {
            return refused.problems();
          }
        });
  }

  @Test
  void refusesObjectsThatWouldStayWithTheFormerTable() {
    assertThat(
            problems(
                "create table other (balance bigint constraint its_balance references balance, b balance)",
                "alter table balance add constraint its_other foreign key (id) references balance",
                "create view reads as select cents from balance",
                "create materialized view keeps as select cents from balance",
                "create function counts() returns bigint begin atomic select count(*) from balance; end",
                "create function takes(b balance) returns int language sql as 'select 1'",
                "create function fires() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger tells after insert on balance for each row execute function fires()",
                "create rule ignores as on delete to balance do instead nothing",
                "alter table balance enable row level security",
                "create statistics of_both on id, cents from balance",
                "create publication published for table balance"))
        .containsExactlyInAnyOrder(
            "Table balance is named by the foreign key its_balance of other, which is not a table of the projection. Drop the foreign key, or rebuild the projection in place.",
            "Table balance is the type of a column of other. Change the column, or rebuild the projection in place.",
            "Table balance is read by the view reads, which would go on reading the former rows. Drop the view, or rebuild the projection in place.",
            "Table balance is read by the view keeps, which would go on reading the former rows. Drop the view, or rebuild the projection in place.",
            "Table balance is used by the function counts(). Drop the function, or rebuild the projection in place.",
            "Table balance is used by the function takes(balance). Drop the function, or rebuild the projection in place.",
            "Table balance has the trigger tells. Drop it, or rebuild the projection in place.",
            "Table balance has the rule ignores. Drop it, or rebuild the projection in place.",
            "Table balance has row security. Rebuild the projection in place.",
            "Table balance has the extended statistics of_both. Drop them, or rebuild the projection in place.",
            "Table balance is in the publication published. Take it out, or rebuild the projection in place.");
  }

  @Test
  void refusesOtherKindsOfTables() {
    assertThat(
            problems("alter table balance rename to b", "create view balance as select * from b"))
        .containsExactly("Table balance is a view. Name the tables that the projector writes.");
    assertThat(
            problems("drop view balance", "create table balance (id int) partition by range (id)"))
        .containsExactly("Table balance is partitioned. Rebuild the projection in place.");
    assertThat(problems("drop table balance", "create table balance () inherits (b)"))
        .containsExactly(
            "Table balance inherits from another table, or is inherited from. Rebuild the projection in place.");
    assertThat(problems("drop table balance"))
        .containsExactly(
            "Table balance does not exist in the search path of the connections. Create it, or correct its name.");
  }

  /** Migrations often run as another role than the application. */
  @Test
  void refusesWhatTheRoleMayNotDo() {
    execute("grant all on balance to reader");
    var asReader =
        new DelegatingDataSource(database) {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
              statement.execute("set role reader");
            }
            return connection;
          }
        };
    String name = jdbc.queryForObject("select current_database()", String.class);
    ShadowTables ofReader = new ShadowTables(asReader, Duration.ofMillis(200));

    assertThatExceptionOfType(ShadowTablesRefusedException.class)
        .isThrownBy(() -> ofReader.create(SHADOW, TABLES))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        "The role reader may not create schemas. Grant create on database %s to it."
                            .formatted(name),
                        "Table balance belongs to the role postgres. Make reader a member of it, because only the owner may move a table.",
                        "Table balance is in schema public. Grant create on that schema to reader, because the rebuilt table moves there."));
    database.getHikariPoolMXBean().softEvictConnections(); // they have the other role
  }

  /** PostgreSQL cuts names after 63 bytes, without an error. */
  @Test
  void schemaOfFoliotMayHaveTheLongestName() {
    String foliot = "\u00e4".repeat(31) + "x";
    execute("create schema \"%s\"".formatted(foliot));
    for (String schema :
        List.of(ShadowSchema.ofRebuild(foliot, 7), ShadowSchema.ofComparison(foliot, "a.B"))) {
      transaction.executeWithoutResult(status -> shadows.create(schema, TABLES));
      assertThat(shadows.all()).containsExactly(schema);
      assertThat(shadows.compare(schema, TABLES, Set.of(), 9)).hasSize(2);
      transaction.executeWithoutResult(status -> shadows.exchange(schema, TABLES));
      assertThat(jdbc.queryForList("select * from balance")).isEmpty();
      transaction.executeWithoutResult(status -> shadows.exchange(schema, TABLES));
      assertThat(jdbc.queryForList("select * from balance")).hasSize(2);

      transaction.executeWithoutResult(status -> shadows.drop(schema));
    }
    assertThat(
            jdbc.queryForList(
                "select nspname from pg_namespace where nspname not like 'pg\\_%'", String.class))
        .containsExactlyInAnyOrder("public", "information_schema", foliot);
  }

  @Test
  void waitsForReadersForALimitedTime() throws SQLException {
    createShadow();
    try (Connection reader = database.getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("select * from balance").close();

      assertThatExceptionOfType(TablesInUseException.class)
          .isThrownBy(this::exchange)
          .withMessage(
              "The tables balance could not be exchanged: other transactions have used them for longer than 200 ms. Nothing was changed. Try again, or look for a transaction that has been open for long.");

      reader.rollback();
    }
    exchange();
    assertThat(jdbc.queryForList("select * from balance")).isEmpty();
    assertThat(jdbc.queryForObject("select current_setting('statement_timeout')", String.class))
        .isEqualTo("0");
  }
}
