package dev.foliot.personaldata;

import dev.foliot.eventstore.FoliotSchema;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keys in table {@code foliot_data_key}, in the application's own database. A key is created in the
 * transaction that stores the first data under it, as one of its last writes: both are durable
 * together, and a rollback takes both. A transaction of its own would need a second connection
 * while the first is in use, and a full pool has none. If two transactions create the same key, the
 * second one waits until the first one commits, which is its next step, and then uses the key of
 * the first.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DataKeyTable implements PersonalDataKeys {
  private static final int AT_ONCE = 1_000;

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final SecureRandom random;
  private final InstantSource clock;

  public DataKeyTable(
      JdbcTemplate jdbc, FoliotSchema schema, SecureRandom random, InstantSource clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.random = random;
    this.clock = clock;
  }

  private String table() {
    return schema.table("foliot_data_key");
  }

  @Override
  public Map<String, SubjectKey> find(Set<String> subjects) {
    Map<String, SubjectKey> found = new HashMap<>();
    List<String> all = List.copyOf(subjects);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      find(all.subList(from, Math.min(from + AT_ONCE, all.size())), found);
    }
    return found;
  }

  private void find(List<String> subjects, Map<String, SubjectKey> found) {
    String sql =
        "select subject, secret from %s where subject in (%s)"
            .formatted(table(), String.join(", ", Collections.nCopies(subjects.size(), "?")));
    jdbc.query(
        sql,
        row -> {
          byte[] secret = row.getBytes(2);
          found.put(
              row.getString(1), secret == null ? SubjectKey.FORGOTTEN : SubjectKey.of(secret));
        },
        subjects.toArray());
  }

  @Override
  public Map<String, SubjectKey> findOrCreate(Set<String> subjects) {
    Map<String, SubjectKey> found = find(subjects);
    // In the order of names, so that two writers with several subjects never wait for each other.
    Set<String> missing = new TreeSet<>(subjects);
    missing.removeAll(found.keySet());
    for (String subject : missing) {
      found.put(subject, create(subject));
    }
    return found;
  }

  private SubjectKey create(String subject) {
    byte[] secret = new byte[SubjectKey.BYTES];
    random.nextBytes(secret);
    String sql = "insert into %s (subject, secret, created_at) values (?, ?, ?)".formatted(table());
    if (insert(sql, subject, secret, now())) {
      return SubjectKey.of(secret);
    }
    SubjectKey others = find(Set.of(subject)).get(subject);
    if (others == null) {
      throw new ConcurrencyFailureException(
          "Another transaction has just created the key of data subject %s, and this one cannot see it yet. Try again."
              .formatted(subject));
    }
    return others;
  }

  @Override
  public boolean destroy(String subject) {
    boolean destroyed = destroyExisting(subject);
    if (!destroyed && !find(Set.of(subject)).containsKey(subject)) {
      String sql =
          "insert into %s (subject, created_at, forgotten_at) values (?, ?, ?)".formatted(table());
      boolean marked = insert(sql, subject, now(), now());
      return !marked && destroyExisting(subject);
    }
    return destroyed;
  }

  private boolean destroyExisting(String subject) {
    String sql =
        "update %s set secret = null, forgotten_at = ? where subject = ? and secret is not null"
            .formatted(table());
    return jdbc.update(sql, now(), subject) == 1;
  }

  private OffsetDateTime now() {
    Instant now = clock.instant();
    return now.atOffset(ZoneOffset.UTC);
  }

  /** Inserts a row; false if it exists already. Then the transaction is unchanged and usable. */
  private boolean insert(String sql, Object... values) {
    return Boolean.TRUE.equals(
        jdbc.execute((ConnectionCallback<Boolean>) connection -> insert(connection, sql, values)));
  }

  private boolean insert(Connection connection, String sql, Object... values) throws SQLException {
    List<Savepoint> before = new ArrayList<>();
    if (!connection.getAutoCommit()) {
      before.add(connection.setSavepoint());
    }
    try {
      jdbc.update(sql, values);
    } catch (DuplicateKeyException exists) {
      for (Savepoint each : before) {
        connection.rollback(each);
      }
      return false;
    }
    for (Savepoint each : before) {
      connection.releaseSavepoint(each);
    }
    return true;
  }
}
