package dev.foliot.rebuild;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies the definitions of tables into another schema. The database returns the statements that
 * create the live tables. In each statement, the leading name is replaced by the name in the other
 * schema.
 */
final class H2Copy {
  /** A name, with its dot if it is the name of a schema, or a text. */
  private static final Pattern NAME_OR_TEXT =
      Pattern.compile("(?:U&)?\"(?:[^\"]|\"\")*\"\\.?|'(?:[^']|'')*'");

  private static final Pattern RESTART =
      Pattern.compile("(IDENTITY\\(START WITH -?\\d+) RESTART WITH -?\\d+");

  private final JdbcTemplate jdbc;
  private final String live;

  H2Copy(JdbcTemplate jdbc, String live) {
    this.jdbc = jdbc;
    this.live = live;
  }

  /**
   * Copies tables, constraints and indexes. Comments and grants are not copied, because readers
   * never use the copies.
   */
  void into(String schema, List<String> tables) {
    String names =
        String.join(
            ", ", tables.stream().map(table -> new LiveTable(live, table).quoted()).toList());
    jdbc.queryForList("script nodata nopasswords nosettings table " + names, String.class).stream()
        .filter(statement -> leadingNames(statement) > 0)
        .map(statement -> moved(statement, schema))
        .forEach(jdbc::execute);
  }

  /** The number of leading names of the live schema that have to be replaced in a statement. */
  private static int leadingNames(String statement) {
    String start = statement.stripLeading();
    if (start.startsWith("CREATE") && start.contains(" TABLE ")) {
      return 1; // a column may have a type or a sequence of the live schema
    }
    if (start.startsWith("CREATE") && start.contains(" INDEX ")) {
      return 2;
    }
    if (start.startsWith("ALTER TABLE")) {
      return start.contains(" CHECK(") ? 2 : Integer.MAX_VALUE; // a check may call a function
    }
    return 0;
  }

  private String moved(String statement, String schema) {
    String from =
        Objects.requireNonNull(jdbc.queryForObject("select quote_ident(?)", String.class, live))
            + ".";
    String to = ShadowDialect.quoted(schema) + ".";
    int left = leadingNames(statement);
    StringBuilder result = new StringBuilder();
    Matcher each = NAME_OR_TEXT.matcher(RESTART.matcher(statement).replaceFirst("$1"));
    while (each.find()) {
      boolean moves = left > 0 && each.group().equals(from);
      each.appendReplacement(result, Matcher.quoteReplacement(moves ? to : each.group()));
      left -= moves ? 1 : 0;
    }
    return each.appendTail(result).toString();
  }

  /** Copies the columns only. The mode DB2 does not know {@code with no data}. */
  void columnsInto(String schema, List<String> tables) {
    for (String table : tables) {
      LiveTable from = new LiveTable(live, table);
      jdbc.execute(
          "create table %s as select * from %s where false"
              .formatted(from.in(schema), from.quoted()));
    }
  }
}
