package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionTimedOutException;

/** A snapshot that cannot be taken costs little, and nobody's loads. */
class SnapshotTroubleIntegrationTests {
  /** Its order by name would be lost: the field does not say that it is sorted. */
  @Aggregate(category = "purse", snapshotEvery = 5)
  static class Purse extends EventSourcedAggregate {
    private @Nullable String purseId;
    private Map<String, Integer> coins = Map.of();

    @Override
    public @Nullable String id() {
      return purseId;
    }

    static Purse open(String id) {
      Purse purse = new Purse();
      purse.raise(new AccountOpened(id));
      return purse;
    }

    void deposit(int coin) {
      raise(new Deposited(purseId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      purseId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      if (coins.isEmpty()) {
        coins = new TreeMap<>();
      }
      coins.put("coin " + event.amount(), event.amount());
    }
  }

  /** Its state is stored as it is. */
  @Aggregate(category = "drawer", snapshotEvery = 2)
  static class Drawer extends EventSourcedAggregate {
    private @Nullable String drawerId;
    private int coins;

    @Override
    public @Nullable String id() {
      return drawerId;
    }

    static Drawer open(String id) {
      Drawer drawer = new Drawer();
      drawer.raise(new AccountOpened(id));
      return drawer;
    }

    void deposit(int coin) {
      raise(new Deposited(drawerId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      drawerId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      coins += event.amount();
    }
  }

  /** A part of a state that is sometimes refused when it is read. */
  static final class Name {
    static volatile boolean isRefused;
    private final String text;

    @JsonCreator
    Name(@JsonProperty("text") String text) {
      this(text, isRefused);
    }

    private Name(String text, boolean refused) {
      if (refused) {
        throw new IllegalArgumentException("no room for " + text);
      }
      this.text = text;
    }
  }

  @Aggregate(category = "badge", snapshotEvery = 1)
  static class Badge extends EventSourcedAggregate {
    private @Nullable String badgeId;
    private @Nullable Name name;

    @Override
    public @Nullable String id() {
      return badgeId;
    }

    static Badge open(String id) {
      Badge badge = new Badge();
      badge.raise(new AccountOpened(id));
      return badge;
    }

    @Apply
    void on(AccountOpened event) {
      badgeId = event.accountId();
      name = new Name("Jane", false);
    }
  }

  /** Half of a pair is in its state, but in none of its events. */
  @Aggregate(category = "sign", snapshotEvery = 1)
  static class Sign extends EventSourcedAggregate {
    private @Nullable String signId;
    private String initial = "";

    @Override
    public @Nullable String id() {
      return signId;
    }

    static Sign open(String id) {
      Sign sign = new Sign();
      sign.raise(new AccountOpened(id));
      return sign;
    }

    @Apply
    void on(AccountOpened event) {
      signId = event.accountId();
      initial = signId.substring(0, 1);
    }
  }

  // PostgreSQL would store a question mark instead
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void halfOfASurrogatePairIsNoSnapshot(CapturedOutput output) {
    AggregateRepository<Sign> signs = foliot.repositories.of(Sign.class);
    signs.save(Sign.open("\uD83D\uDE00"));
    foliot.cache.clear();

    assertThat(signs.get("\uD83D\uDE00").initial).isEqualTo("\uD83D");
    assertThat(versions()).isEmpty();
    assertThat(output)
        .contains("No snapshot of stream=sign-")
        .contains("its JSON has half of a surrogate pair, U+D83D, at index ");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void logDoesNotQuoteTheState(CapturedOutput output) {
    AggregateRepository<Badge> badges = foliot.repositories.of(Badge.class);
    badges.save(Badge.open("b-1"));
    try {
      Name.isRefused = true;
      foliot.cache.clear();
      assertThat(badges.get("b-1").name.text).isEqualTo("Jane");
      badges.save(Badge.open("b-2"));
    } finally {
      Name.isRefused = false;
    }

    String reason = "field name: its code threw java.lang.IllegalArgumentException";
    assertThat(output)
        .contains("The snapshot of stream=badge-b-1 version=1 cannot be read", reason)
        .contains("No snapshot of stream=badge-b-2 could be taken", reason)
        .doesNotContain("Jane");
  }

  /** On H2 the second one waits before it looks whether there is one, and then finds it. */
  private static final String LAST_BEFORE_IT_WAITS =
      System.getProperty("foliot.test.database", "h2").equals("h2") ? "delete" : "insert";

  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Purse> purses = foliot.repositories.of(Purse.class);
  private final Snapshots snapshots =
      new Snapshots(foliot.repositories, foliot.snapshots, foliot.store, List.of(Purse.class));

  private void deposit(String id, int times) {
    for (int i = 0; i < times; i++) {
      int coin = 9 - i;
      foliot.inTransaction(() -> purses.get(id).deposit(coin));
    }
  }

  private List<Long> versions() {
    return foliot.jdbc.queryForList(
        "select version from foliot_snapshot order by stream", Long.class);
  }

  @Test
  void lostOrderIsNoSnapshot() {
    purses.save(Purse.open("p"));
    deposit("p", 5);

    assertThat(versions()).isEmpty();
    assertThatThrownBy(() -> snapshots.take(Purse.class, "p"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not survive as JSON: .coins was java.util.TreeMap");
    foliot.cache.clear();
    assertThat(purses.get("p").coins.keySet()).first().isEqualTo("coin 5");
  }

  @Test
  void triesAgainOnlyAfterAsManyEvents() {
    purses.save(Purse.open("often"));
    deposit("often", 4);
    foliot.sql.reset();

    deposit("often", 4);

    assertThat(foliot.sql.statements())
        .filteredOn(sql -> sql.startsWith("select") && sql.contains("foliot_snapshot"))
        .as("the first load, which finds nothing remembered after the attempt before it")
        .hasSize(1);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void triesAgainAtTheNextCommitAfterAnOutage(CapturedOutput output) {
    AggregateRepository<Drawer> drawers = foliot.repositories.of(Drawer.class);
    drawers.save(Drawer.open("d"));
    foliot.sql.loseCommit(2);

    foliot.inTransaction(() -> drawers.get("d").deposit(1));
    assertThat(versions()).isEmpty();
    foliot.inTransaction(() -> drawers.get("d").deposit(2));

    assertThat(versions()).containsExactly(3L);
    assertThat(output)
        .contains("No snapshot of stream=drawer-d could be taken; the next one is tried at the");
  }

  static Stream<RuntimeException> timeouts() {
    return Stream.of(
        new QueryTimeoutException("canceled"), new TransactionTimedOutException("deadline"));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void readsAStreamThatIsTooLongOnlyAfterAsManyEvents(RuntimeException timeout) {
    TakeSnapshot<Drawer> take =
        new TakeSnapshot<>(new ClassFolding<>(Drawer.class), foliot.snapshotParts);
    List<StreamName> read = new ArrayList<>();

    for (long version = 2; version <= 5; version++) {
      take.takeIfDue(
          new StreamName("drawer", "d"),
          0,
          version,
          (stream, before) -> {
            read.add(stream);
            throw timeout;
          });
    }

    assertThat(read).as("at the versions 2 and 4").hasSize(2);
  }

  // Two nodes take one snapshot: both find none, and one comes second
  @Test
  void secondOfTwoThatTakeOneIsContent() throws Exception {
    purses.save(Purse.open("same"));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> second = foliot.transactions.inNew(() -> takeWhileFirstIsOpen(other));

      second.get(60, TimeUnit.SECONDS);
    } finally {
      other.shutdownNow();
    }

    assertThat(versions()).containsExactly(1L);
  }

  private Future<?> takeWhileFirstIsOpen(ExecutorService other) {
    foliot.jdbc.update(
        "insert into foliot_snapshot (category, stream, version, fingerprint, state, taken_at) values ('purse', 'same', 1, 'first', '{}', current_timestamp)");
    foliot.sql.reset();
    Future<?> second = other.submit(() -> snapshots.take(Purse.class, "same"));
    await()
        .until(
            () ->
                foliot.sql.statements().stream()
                    .anyMatch(
                        sql ->
                            sql.startsWith(LAST_BEFORE_IT_WAITS)
                                && sql.contains("foliot_snapshot")));
    return second;
  }

  @Test
  void takesThemOfAllThatAreOpen() {
    purses.save(Purse.open("a"));
    purses.save(Purse.open("b"));
    purses.save(Purse.open("c"));
    purses.close("a", "lost");

    assertThat(snapshots.takeAll(Purse.class)).isEqualTo(2);

    assertThat(versions()).containsExactly(1L, 1L);
    assertThatThrownBy(() -> snapshots.take(Purse.class, "a"))
        .isInstanceOf(AggregateClosedException.class);
  }
}
