package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.testsupport.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A read on H2 costs the rows that it finds, not the rows that the log holds. H2 counts the rows
 * that it scans; a test prints the plan of each statement and adds these counts up.
 */
class H2ReadingIntegrationTests {
  private static final int SIZE = 100_000;
  private static final int PROBES = 20;
  private static final int NESTING = 4; // a row counts again in each select around it
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

  private static final DataSource DATABASE = TestDatabases.h2();
  private static final TestLog LOG = new TestLog(DATABASE);
  private static final List<String> PLANS = new ArrayList<>();
  private static final EventStore STORE =
      new EventStore(new ExplainedDataSource(DATABASE), LOG.schema, LOG.json);

  @BeforeAll
  static void fill() {
    LOG.jdbc.update(
        """
        insert into %s (position, kind, category, stream, stream_version, id, type, type_version,
                        priority, lane, delivered_synchronously, payload, metadata, occurred_at,
                        correlation_id)
        select n, 1, case when mod(n, 500) = 1 then 'rare' else 'c' || mod(n, 5) end,
               's' || n / 50, mod(n, 50) + 1, random_uuid(),
               case when mod(n, 500) = 1 then 'rare' else 't' || mod(n, 20) end,
               1, 0, case when mod(n, 500) = 0 then 2 else 1 end, false, '{}',
               null, current_timestamp, cast(lpad(n / 20, 32, '0') as uuid)
          from system_range(1, %d) t(n)"""
            .formatted(LOG.table(), SIZE));
    LOG.jdbc.update("update %s.foliot_position set position = %d".formatted(LOG.schema, SIZE));
    STORE.head();
  }

  private static LogFilter after(int position) {
    return LogFilter.between(position, SIZE, 500).kinds(MessageKind.EVENT);
  }

  private static StreamName stream(String id) {
    return new StreamName("c1", id);
  }

  @Test
  void tailReadsWhatIsNew() {
    assertThat(scanned(store -> store.tail(SIZE - 100).read(1000)))
        .isLessThanOrEqualTo(NESTING * 100 + PROBES);
    assertThat(scanned(store -> store.tail(100).read(1000)))
        .isLessThanOrEqualTo(NESTING * 1000 + PROBES);
  }

  @Test
  void pageOfACatchUpReadsItself() {
    assertThat(scanned(page(after(1000)))).isLessThanOrEqualTo(NESTING * 500 + PROBES);
    assertThat(scanned(page(after(1000).withoutSynchronous().lane(Lane.PRIMARY))))
        .isLessThanOrEqualTo(NESTING * 600 + PROBES);
    assertThat(scanned(page(after(1000).types(Set.of("t1", "t2")))))
        .isLessThanOrEqualTo(NESTING * 4 * 500 + PROBES);
    assertThat(scanned(page(after(1000).excludedTypes(Set.of("t1")))))
        .isLessThanOrEqualTo(NESTING * 600 + PROBES);
  }

  @Test
  void rareTypesAndCategoriesAreLookedUp() {
    assertThat(scanned(page(after(1000).types(Set.of("rare")))))
        .isLessThanOrEqualTo(NESTING * 200 + PROBES);
    assertThat(scanned(page(after(1000).categories(Set.of("rare")))))
        .isLessThanOrEqualTo(NESTING * 200 + PROBES);
  }

  @Test
  void streamIsLookedUp() {
    assertThat(scanned(store -> store.readStream(stream("s1"), 1, 500)))
        .isLessThanOrEqualTo(NESTING * 50 + PROBES);
    assertThat(scanned(store -> store.readOpenStream(stream("s1"), 1, 500)))
        .isLessThanOrEqualTo(NESTING * 50 + PROBES);
    assertThat(scanned(store -> store.currentVersion(stream("s1"))))
        .isLessThanOrEqualTo(NESTING * 50 + PROBES);
    assertThat(scanned(page(after(0).streams(Set.of(stream("s1"))))))
        .isLessThanOrEqualTo(NESTING * 50 + PROBES);
  }

  @Test
  void correlatedMessagesAreLookedUp() {
    assertThat(scanned(store -> store.readCorrelated("00000000-0000-0000-0000-000000000007", 100)))
        .isLessThanOrEqualTo(NESTING * 20 + PROBES);
  }

  private static Consumer<EventStore> page(LogFilter filter) {
    return store -> store.readPage(filter, 1_000_000);
  }

  /** How many rows a read scans; it finds none, since its statements are only explained. */
  private static int scanned(Consumer<EventStore> read) {
    PLANS.clear();

    read.accept(STORE);

    assertThat(PLANS).isNotEmpty();
    return PLANS.stream()
        .flatMap(plan -> SCANNED.matcher(plan).results())
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  /** Prints the plan of each query, runs it for that, and answers with no rows. */
  private static final class ExplainedDataSource extends DelegatingDataSource {
    ExplainedDataSource(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection target = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("prepareStatement")
                      ? explained(target, (String) arguments[0])
                      : method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }

    private static PreparedStatement explained(Connection connection, String sql)
        throws SQLException {
      PreparedStatement statement = connection.prepareStatement("explain analyze " + sql);
      return (PreparedStatement)
          Proxy.newProxyInstance(
              ExplainedDataSource.class.getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (proxy, method, arguments) -> {
                if (!method.getName().equals("executeQuery")) {
                  return method.invoke(statement, arguments);
                }
                try (ResultSet plan = statement.executeQuery()) {
                  plan.next();
                  PLANS.add(plan.getString(1));
                }
                return connection.createStatement().executeQuery("select 1 where false");
              });
    }
  }
}
