package dev.foliot.eventstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.springframework.core.io.ClassPathResource;

/**
 * Tables that are created and verified together: {@code dev/foliot/schema/<name>-h2.sql} and {@code
 * <name>-postgresql.sql}. A module contributes its tables as a bean of this type. Their names begin
 * with {@code foliot_}, and each statement may be run again.
 *
 * @param name what the names of both files begin with
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record SchemaScript(String name) {
  /** Foliot's own tables. */
  static final SchemaScript FOLIOT = new SchemaScript("foliot");

  private static final Pattern CREATED_TABLE =
      Pattern.compile("create table if not exists (\\w+)", Pattern.CASE_INSENSITIVE);

  /** The path of the file for a database on the class path. */
  String path(String database) {
    return "dev/foliot/schema/" + name + "-" + database + ".sql";
  }

  ClassPathResource file(String database) {
    return new ClassPathResource(path(database), SchemaScript.class.getClassLoader());
  }

  /** The tables that the file for a database creates. */
  List<String> tables(String database) {
    try {
      String script = file(database).getContentAsString(StandardCharsets.UTF_8);
      return CREATED_TABLE
          .matcher(script)
          .results()
          .map((MatchResult match) -> match.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
