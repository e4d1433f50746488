package dev.foliot.personaldata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every value of every column of every table of Foliot's, as {@code table.column: value}. */
public final class AllText {
  private AllText() {}

  public static List<String> in(JdbcTemplate jdbc) {
    List<String> all = new ArrayList<>();
    for (String table :
        jdbc.queryForList(
            "select table_name from information_schema.tables where lower(table_name) like 'foliot%'",
            String.class)) {
      for (Map<String, Object> row : jdbc.queryForList("select * from " + table)) {
        row.forEach((column, value) -> all.add(table + "." + column + ": " + text(value)));
      }
    }
    return all;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : String.valueOf(value);
  }
}
