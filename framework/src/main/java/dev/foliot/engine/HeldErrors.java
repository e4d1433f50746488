package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.personaldata.SubjectTraces;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The errors of held messages. An error may contain data of any person, because handlers read other
 * rows and databases quote refused values. So when a person is forgotten, all texts of errors are
 * removed; classes and stack frames stay.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class HeldErrors implements SubjectTraces {
  static final String REMOVED = "(removed when a data subject was forgotten)";

  private static final Pattern FRAME =
      Pattern.compile(
          "\\s+at [\\w.$/@<>-]+\\((Native Method|Unknown Source|[\\w.$-]+(:\\d+)?)\\)|\\s+\\.\\.\\. \\d+ more");

  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  public HeldErrors(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  private record Held(String subscription, String key, String stackTrace) {}

  @Override
  public void remove(String subject) {
    List<Held> all =
        jdbc.sql(
                """
                select subscription, held_key, stack_trace from %s
                where status <> ? and error_text <> ? order by subscription, held_key"""
                    .formatted(schema.table("foliot_held")))
            .params(HeldStatus.GOING_ON.code(), REMOVED)
            .query((row, n) -> new Held(row.getString(1), row.getString(2), row.getString(3)))
            .list();
    all.forEach(this::removeText);
  }

  private void removeText(Held held) {
    jdbc.sql(
            """
            update %s set error_text = ?, stack_trace = ?
            where subscription = ? and held_key = ?"""
                .formatted(schema.table("foliot_held")))
        .params(REMOVED, framesOf(held.stackTrace()), held.subscription(), held.key())
        .update();
  }

  static String framesOf(String stackTrace) {
    return stackTrace
        .lines()
        .filter(line -> FRAME.matcher(line).matches())
        .collect(Collectors.joining("\n"));
  }
}
