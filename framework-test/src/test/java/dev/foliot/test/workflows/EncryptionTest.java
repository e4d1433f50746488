package dev.foliot.test.workflows;

import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A test of runs whose payloads are encrypted with keys of the test. */
@Import(EncryptionTest.Encryption.class)
abstract class EncryptionTest extends WorkflowTest {
  static final Duration HOUR = Duration.ofHours(1);
  static final String SECRET = "s3cr3t";

  @Autowired Keys keys;

  @TestConfiguration
  static class Encryption {
    @Bean
    Keys keys() {
      return new Keys();
    }
  }

  /** The keys of the test. */
  static final class Keys implements PayloadKeys {
    final Map<String, PayloadKey> known = new TreeMap<>();
    private volatile PayloadKey current;

    void rotate(String id) {
      byte[] secret = new byte[PayloadKey.BYTES];
      Arrays.fill(secret, (byte) id.hashCode());
      current = PayloadKey.of(id, secret);
      known.put(id, current);
    }

    @Override
    public PayloadKey current() {
      return current;
    }

    @Override
    public Optional<PayloadKey> find(String id) {
      return Optional.ofNullable(known.get(id));
    }
  }

  record Note(String text) {}

  @BeforeEach
  void beginWithOneKey() {
    keys.known.clear();
    keys.rotate("k1");
  }

  RunHandle<String> startWithSecret() {
    return workflows.start(Scripted.class, SECRET + "-input", RunOptions.id("r-1"));
  }

  /** Every cell of every table whose text contains this one, as table.column. */
  List<String> cellsWith(String text) {
    List<String> found = new ArrayList<>();
    List<Map<String, Object>> columns =
        jdbc.queryForList(
            "select table_name as t, column_name as c from information_schema.columns where lower(table_name) like 'foliot%' or lower(table_name) like 'test%'");
    for (Map<String, Object> column : columns) {
      String sql =
          "select count(*) from %s where cast(%s as varchar) like ?"
              .formatted(column.get("t"), quotedIfNeeded(column.get("c")));
      if (jdbc.queryForObject(sql, Integer.class, "%" + text + "%") > 0) {
        found.add((column.get("t") + "." + column.get("c")).toLowerCase(Locale.ROOT));
      }
    }
    return found;
  }

  /** Some names are words of the database. */
  private static String quotedIfNeeded(Object column) {
    return "\"" + column + "\"";
  }
}
