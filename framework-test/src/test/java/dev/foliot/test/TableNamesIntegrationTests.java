package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Schemas and tables whose names have wildcards of JDBC's metadata, quotes and capitals. */
class TableNamesIntegrationTests {
  private static final List<String> SCHEMAS = List.of("my_app", "myXapp", "My%App", "a\"b");
  private static final List<String> TABLES = List.of("t_1", "tX1", "T%1", "t\\1", "t\"1");

  private final DataSource database = TestDatabase.single();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);

  @BeforeEach
  void fill() {
    new SchemaInitializer(database, null).initialize();
    for (String schema : SCHEMAS) {
      jdbc.execute("create schema " + quoted(schema));
      for (String table : TABLES) {
        String name = quoted(schema) + "." + quoted(table);
        jdbc.execute(
            "create table %s (%s varchar(100), \"of%s\" varchar(10))"
                .formatted(name, quoted("c\"_" + schema), SCHEMAS.indexOf(schema)));
        jdbc.update("insert into " + name + " values (?, 'x')", schema + "." + table);
      }
    }
  }

  @Test
  void everyTableIsEmptied() {
    new EmptyTables(database, List.of()).except(List.of());

    for (String schema : SCHEMAS) {
      for (String table : TABLES) {
        assertThat(
                jdbc.queryForObject(
                    "select count(*) from %s.%s".formatted(quoted(schema), quoted(table)),
                    Integer.class))
            .as(schema + "." + table)
            .isZero();
      }
    }
  }

  @Test
  void aDroppedTableLetsNoLaterTestFail() {
    EmptyTables tables = new EmptyTables(database, List.of());
    tables.except(List.of());
    jdbc.execute("drop table \"my_app\".\"t_1\"");
    jdbc.update("insert into \"my_app\".\"tX1\" values ('a', 'x')");

    tables.except(List.of());

    assertThat(jdbc.queryForObject("select count(*) from \"my_app\".\"tX1\"", Integer.class))
        .isZero();
  }

  @Test
  void eachTableIsReadWithItsOwnColumns() {
    EventStore log = new EventStore(database, null, new MessageJson(new MessageTypes(List.of())));

    var state = new FinalState(database, log, Set.of()).read();

    assertThat(state.values())
        .hasSize(SCHEMAS.size() * TABLES.size())
        .allSatisfy(rows -> assertThat(rows).hasSize(1));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
