package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.rebuild.RowDifference.Values;
import dev.foliot.testsupport.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class CompareTablesIntegrationTests {
  private static final String SHADOW = "compared";
  private static final List<String> TABLES = List.of(name("seat"), name("visit"));

  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;
  private ShadowTables shadows;

  @BeforeEach
  void create() {
    DataSource database = TestDatabases.ofSuite();
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    shadows = new ShadowTables(database, Duration.ofMillis(300));
    execute(
        "create table seat (house varchar(5), number int, guest varchar(20), paid numeric(8, 2), details json, photo %s, primary key (house, number))"
            .formatted(TestDatabases.isPostgres() ? "bytea" : "blob"),
        "create table visit (guest varchar(20), at timestamp(6))");
    transaction.executeWithoutResult(status -> shadows.create(SHADOW, TABLES));
  }

  private static String name(String plain) {
    return TestDatabases.isPostgres() ? plain : plain.toUpperCase(Locale.ROOT);
  }

  private void execute(String... statements) {
    Stream.of(statements).forEach(jdbc::execute);
  }

  private void inShadow(String... statements) {
    transaction.executeWithoutResult(
        status -> {
          shadows.enter(SHADOW);
          execute(statements);
        });
  }

  private void inBoth(String... statements) {
    execute(statements);
    inShadow(statements);
  }

  private List<RowDifference> compare(String... ignoring) {
    return shadows.compare(SHADOW, TABLES, Set.of(ignoring), 10);
  }

  @Test
  void findsNoDifferenceInEqualTables() {
    inBoth(
        "insert into seat values ('a', 1, null, 1.5, '{\"x\": 1}', null), ('a', 2, 'Ada', null, null, null)",
        "insert into seat (house, number, photo) select house, number + 10, cast('ab' as %s) from seat"
            .formatted(TestDatabases.isPostgres() ? "bytea" : "varchar"),
        "insert into visit values ('Ada', timestamp '2026-01-01 10:00:00'), ('Ada', timestamp '2026-01-01 10:00:00'), (null, null)");

    assertThat(compare()).isEmpty();
  }

  @Test
  void findsColumnsThatDiffer() {
    inBoth(
        "insert into seat values ('a', 1, 'Ada', 1.5, null, null), ('b', 1, 'Bo', 2, null, null)");
    inShadow("update seat set guest = null, paid = 1.51 where house = 'a'");

    assertThat(compare())
        .containsExactly(
            new RowDifference(
                name("seat"),
                Map.of(name("house"), "a", name("number"), "1"),
                1,
                1,
                Map.of(
                    name("guest"), new Values("Ada", null),
                    name("paid"), new Values("1.50", "1.51"))))
        .first()
        .hasToString(
            "%s %s=a, %s=1: %s is Ada live, null rebuilt; %s is 1.50 live, 1.51 rebuilt"
                .formatted(
                    name("seat"), name("house"), name("number"), name("guest"), name("paid")));
  }

  @Test
  void findsRowsThatOneSideLacks() {
    execute("insert into seat (house, number) values ('a', 1)");
    inShadow("insert into seat (house, number) values ('a', 2)");

    assertThat(compare().stream().map(RowDifference::toString))
        .containsExactly(
            "%s %s=a, %s=1: missing in the rebuild"
                .formatted(name("seat"), name("house"), name("number")),
            "%s %s=a, %s=2: missing in the live table"
                .formatted(name("seat"), name("house"), name("number")));
  }

  @Test
  void countsEqualRowsOfATableWithoutKey() {
    execute("insert into visit (guest) values ('Ada'), ('Ada'), ('Ada'), ('Bo')");
    inShadow("insert into visit (guest) values ('Ada'), ('Bo'), ('Cy')");

    assertThat(compare().stream().map(RowDifference::toString))
        .containsExactly(
            "%s %s=Ada, %s=null: 3 rows live, 1 rebuilt"
                .formatted(name("visit"), name("guest"), name("at")),
            "%s %s=Cy, %s=null: missing in the live table"
                .formatted(name("visit"), name("guest"), name("at")));
  }

  @Test
  void findsDifferencesInValuesWithoutEquality() {
    inBoth("insert into seat (house, number, details) values ('a', 1, '{\"x\": 1}')");
    inShadow("update seat set details = '{\"x\": 2}'");

    assertThat(compare())
        .singleElement()
        .satisfies(found -> assertThat(found.columns()).containsOnlyKeys(name("details")));
  }

  @Test
  void ignoresColumnsOfAllTablesOrOfOne() {
    inBoth(
        "insert into seat (house, number) values ('a', 1)",
        "insert into visit values ('Ada', null)");
    inShadow("update seat set guest = 'Ada', paid = 7", "update visit set guest = 'Bo'");

    assertThat(compare("guest", "Seat.paid")).isEmpty();
    assertThat(compare("seat.GUEST", "paid"))
        .extracting(RowDifference::table)
        .containsOnly(name("visit"));
  }

  /** Ids that the database gives out depend on the order of the inserts. */
  @Test
  void comparesWholeRowsIfAPartOfTheKeyIsIgnored() {
    execute("insert into seat (house, number, guest) values ('a', 1, 'Ada'), ('a', 2, 'Bo')");
    inShadow("insert into seat (house, number, guest) values ('a', 7, 'Bo'), ('a', 8, 'Ada')");

    assertThat(compare()).hasSize(4);
    assertThat(compare("number", "details", "photo")).isEmpty();
  }

  @Test
  void stopsAtTheLimit() {
    execute(
        "insert into seat (house, number) values ('a', 1), ('a', 2), ('a', 3)",
        "insert into visit (guest) values ('Ada')");

    assertThat(shadows.compare(SHADOW, TABLES, Set.of(), 2)).hasSize(2);
    assertThat(shadows.compare(SHADOW, TABLES, Set.of(), 4))
        .extracting(RowDifference::table)
        .containsExactly(name("seat"), name("seat"), name("seat"), name("visit"));
  }

  @Test
  void refusesToIgnoreAColumnThatNoTableHas() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> compare("guest", "gest", "visit.paid"))
        .withMessage(
            "No column is called gest or visit.paid in the tables %s, %s. Correct the columns to ignore: write column, or table.column.",
            name("seat"), name("visit"));
  }
}
