package dev.foliot.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.testsupport.TestDatabases;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two who meet a person first get one key, whatever becomes of the other's transaction. */
class DataKeyTableIntegrationTests {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final DataSource DATABASE = TestDatabases.ofSuite();
  private static final ExecutorService OTHER = Executors.newSingleThreadExecutor();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(DATABASE));
  private final DataKeyTable keys = table(jdbc);
  private final CountDownLatch sawNothing = new CountDownLatch(1);

  /** Says when its first question is answered: it is about to create a key, then. */
  private final DataKeyTable othersKeys =
      table(
          new JdbcTemplate(DATABASE) {
            @Override
            public void query(String sql, RowCallbackHandler rows, Object... args) {
              super.query(sql, rows, args);
              sawNothing.countDown();
            }
          });

  private static DataKeyTable table(JdbcTemplate jdbc) {
    return new DataKeyTable(jdbc, FoliotSchema.of(DATABASE, null), new SecureRandom(), () -> NOW);
  }

  @BeforeAll
  static void createTables() {
    new SchemaInitializer(DATABASE, null).initialize();
  }

  @AfterAll
  static void endThread() {
    OTHER.shutdown();
  }

  @BeforeEach
  void beginAgain() {
    jdbc.update("delete from foliot_data_key");
  }

  private <T> T inTransaction(Supplier<T> work) {
    return java.util.Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  private SubjectKey create(DataKeyTable by) {
    return by.findOrCreate(Set.of("ann")).get("ann");
  }

  @Test
  void createsOneKeyForEachSubject() {
    Map<String, SubjectKey> created = keys.findOrCreate(Set.of("ann", "bob"));

    assertThat(created.get("ann")).isNotEqualTo(created.get("bob"));
    assertThat(keys.findOrCreate(Set.of("ann", "bob"))).isEqualTo(created);
    assertThat(keys.find(Set.of("ann", "nobody"))).containsOnlyKeys("ann");
  }

  @Test
  void findsManyKeys() {
    Set<String> many =
        IntStream.range(0, 2_500)
            .mapToObj(i -> "p-" + i)
            .collect(Collectors.toCollection(TreeSet::new));

    Map<String, SubjectKey> created = inTransaction(() -> keys.findOrCreate(many));

    assertThat(keys.find(many)).hasSize(2_500).isEqualTo(created);
  }

  @Test
  void secondWriterTakesTheKeyOfTheFirst() throws Exception {
    Future<SubjectKey> second =
        inTransactionThenMeanwhile(status -> {}, () -> inTransaction(() -> create(othersKeys)));

    assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(create(keys));
  }

  @Test
  void secondWriterMakesItsOwnIfTheFirstRollsBack() throws Exception {
    Future<SubjectKey> second =
        inTransactionThenMeanwhile(
            org.springframework.transaction.TransactionStatus::setRollbackOnly,
            () -> inTransaction(() -> create(othersKeys)));

    assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(create(keys));
  }

  @Test
  void forgettingWaitsForTheWriterOfTheKey() throws Exception {
    Future<Boolean> forgotten =
        inTransactionThenMeanwhile(
            status -> {}, () -> inTransaction(() -> othersKeys.destroy("ann")));

    assertThat(forgotten.get(120, TimeUnit.SECONDS)).isTrue();
    assertThat(create(keys)).isEqualTo(SubjectKey.FORGOTTEN);
  }

  /** Creates a key; when another thread has seen nothing of it, ends the transaction. */
  private <T> Future<T> inTransactionThenMeanwhile(
      java.util.function.Consumer<org.springframework.transaction.TransactionStatus> end,
      Supplier<T> other) {
    return java.util.Objects.requireNonNull(
        transaction.execute(
            status -> {
              create(keys);
              Future<T> second = OTHER.submit(other::get);
              try {
                assertThat(sawNothing.await(120, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              end.accept(status);
              return second;
            }));
  }

  @Test
  void transactionGoesOnAfterItLostTheRace() throws Exception {
    Future<Integer> second =
        inTransactionThenMeanwhile(
            status -> {},
            () ->
                inTransaction(
                    () -> {
                      create(othersKeys);
                      return jdbc.queryForObject("select 42", Integer.class);
                    }));

    assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(42);
  }

  @Test
  void forgottenSubjectNeverGetsAKeyAgain() {
    create(keys);

    assertThat(keys.destroy("ann")).isTrue();
    assertThat(keys.destroy("ann")).isFalse();
    assertThat(create(keys)).isEqualTo(SubjectKey.FORGOTTEN);
    assertThat(
            jdbc.queryForList(
                "select subject from foliot_data_key where secret is null and forgotten_at is not null",
                String.class))
        .isEqualTo(List.of("ann"));
  }

  @Test
  void keyMustBeLongEnough() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubjectKey.of(new byte[16]))
        .withMessage(
            "The key of a data subject has 32 bytes; this one has 16. Make it with a generator of random bytes.");
    assertThat(SubjectKey.of(new byte[32])).hasToString("a key");
  }
}
