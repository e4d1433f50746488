package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.testsupport.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Readers never see a mixture of two versions, nor an error, while the versions are exchanged. */
class ExchangeWhileReadIntegrationTests {
  private static final String SHADOW = "next";
  private static final int ROWS = 60;
  private static final int READERS = 3;
  private static final int EXCHANGES = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;
  private ShadowTables shadows;
  private List<String> tables;

  /** What the readers wait for: the version that they should see next. */
  private record Expected(String version, CountDownLatch seen) {}

  private final AtomicReference<Expected> expected = new AtomicReference<>();

  @BeforeEach
  void create() {
    boolean postgres = TestDatabases.isPostgres();
    DataSource database = // the driver keeps each statement prepared from its first call on
        postgres ? TestDatabases.postgres("prepareThreshold=1") : TestDatabases.h2();
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    shadows = new ShadowTables(database, Duration.ofMillis(900));
    tables =
        List.of("head", "line").stream()
            .map(name -> postgres ? name : name.toUpperCase(Locale.ROOT))
            .toList();
    jdbc.execute("create table head (id int primary key, version varchar(9))");
    jdbc.execute(
        "create table line (id int primary key, head int, version varchar(9), foreign key (head) references head (id))");
    fill("even");
    transaction.executeWithoutResult(status -> shadows.create(SHADOW, tables));
    transaction.executeWithoutResult(
        status -> {
          shadows.enter(SHADOW);
          fill("odd");
        });
  }

  private void fill(String version) {
    for (int i = 0; i < ROWS; i++) {
      jdbc.update("insert into head values (?, ?)", i, version);
      jdbc.update("insert into line values (?, ?, ?)", i, i, version);
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void readersSeeWholeVersionsOnly() throws Exception {
    expect("even");
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(threads.submit(this::readUntilTheEnd));
    }

    for (int i = 1; i <= EXCHANGES; i++) {
      awaitReaders();
      String next = i % 2 == 0 ? "even" : "odd";
      exchange();
      expect(next);
    }
    awaitReaders();
    expected.set(new Expected("end", new CountDownLatch(0)));

    for (Future<Integer> reader : readers) {
      assertThat(reader.get(120, TimeUnit.SECONDS)).isGreaterThan(EXCHANGES);
    }
  }

  /** As a rebuild does it: a backend that stood still is no failure. */
  private void exchange() {
    await()
        .ignoreExceptionsMatching(TablesInUseException.class::isInstance)
        .until(
            () -> {
              transaction.executeWithoutResult(status -> shadows.exchange(SHADOW, tables));
              return true;
            });
  }

  private void expect(String version) {
    expected.set(new Expected(version, new CountDownLatch(READERS)));
  }

  private void awaitReaders() throws InterruptedException {
    assertThat(expected.get().seen().await(120, TimeUnit.SECONDS))
        .as("All readers see version %s", expected.get().version())
        .isTrue();
  }

  private int readUntilTheEnd() {
    int reads = 0;
    for (Expected counted = null; !expected.get().version().equals("end"); reads++) {
      Expected now = expected.get();
      String seen = read();
      if (now != counted && seen.equals(now.version())) {
        counted = now;
        now.seen().countDown();
      }
    }
    return reads;
  }

  /** The one version of all rows of both tables. */
  private String read() {
    List<String> versions =
        jdbc.query(
            """
            select h.version, l.version, count(*)
              from head h
              join line l on l.head = h.id
             where h.id < ?
             group by h.version, l.version""",
            (row, number) -> row.getString(1) + row.getString(2) + row.getInt(3),
            1000);
    assertThat(versions).hasSize(1);
    assertThat(versions.get(0)).isIn("eveneven" + ROWS, "oddodd" + ROWS);
    return versions.get(0).startsWith("even") ? "even" : "odd";
  }
}
