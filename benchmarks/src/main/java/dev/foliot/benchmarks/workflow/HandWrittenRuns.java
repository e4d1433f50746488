package dev.foliot.benchmarks.workflow;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of workflows: five commits of one statement each. A row is inserted for the run and
 * for the outcome of each step, and the row of the run is updated at the end. There is no owner, no
 * retry and no replay.
 */
final class HandWrittenRuns implements ThreeStepRuns {
  private final HikariDataSource pool;
  private final JsonMapper json = JsonMapper.builder().build();

  HandWrittenRuns(HikariDataSource pool) {
    this.pool = pool;
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table run (
            id uuid primary key,
            workflow varchar(100) not null,
            status varchar(20) not null,
            input text,
            result text,
            created_at timestamp with time zone not null,
            ended_at timestamp with time zone)""");
      statement.execute(
          """
          create table outcome (
            run_id uuid not null,
            number int not null,
            name varchar(100) not null,
            payload text,
            at timestamp with time zone not null,
            primary key (run_id, number))""");
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline's tables could not be created", e);
    }
  }

  @Override
  public void run(String order) throws SQLException {
    UUID id = UUID.randomUUID();
    commit(
        "insert into run (id, workflow, status, input, created_at) values (?, 'three-steps', 'running', ?, ?)",
        id,
        json(order),
        now());
    String reserved = step(id, 1, "reserve", "reserved " + order);
    String paid = step(id, 2, "pay", "paid " + order);
    String shipped = step(id, 3, "ship", "shipped " + order);
    commit(
        "update run set status = 'succeeded', result = ?, ended_at = ? where id = ? and status = 'running'",
        json("%s, %s, %s".formatted(reserved, paid, shipped)),
        now(),
        id);
  }

  private String step(UUID run, int number, String name, String outcome) throws SQLException {
    commit(
        "insert into outcome (run_id, number, name, payload, at) values (?, ?, ?, ?, ?)",
        run,
        number,
        name,
        json(outcome),
        now());
    return outcome;
  }

  private String json(String value) {
    return json.writeValueAsString(value);
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  /** The one statement is the transaction. */
  private void commit(String sql, @Nullable Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public long ended() {
    Long ended =
        new JdbcTemplate(pool)
            .queryForObject("select count(*) from run where status = 'succeeded'", Long.class);
    return ended == null ? 0 : ended;
  }

  @Override
  public DataSource database() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
