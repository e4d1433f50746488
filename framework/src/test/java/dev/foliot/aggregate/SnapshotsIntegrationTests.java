package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.Withdrawn;
import dev.foliot.testsupport.shop.Voucher;
import dev.foliot.testsupport.shop.Voucher.Decisions;
import dev.foliot.testsupport.shop.Voucher.Issue;
import dev.foliot.testsupport.shop.Voucher.Redeem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Snapshots save reading, and nothing depends on them. */
class SnapshotsIntegrationTests {
  @Aggregate(category = "wallet", snapshotEvery = 10)
  static class Wallet extends EventSourcedAggregate {
    private @Nullable String walletId;
    private final List<Integer> coins = new ArrayList<>();

    static Wallet open(String id) {
      Wallet wallet = new Wallet();
      wallet.raise(new AccountOpened(id));
      return wallet;
    }

    @Override
    public @Nullable String id() {
      return walletId;
    }

    void deposit(int coin) {
      raise(new Deposited(walletId, coin));
    }

    void withdraw(int coin) {
      raise(new Withdrawn(walletId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      walletId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      coins.add(event.amount());
    }

    @Apply
    void on(Withdrawn event) {
      coins.remove((Integer) event.amount());
    }

    @Invariant
    boolean hasCoins() {
      return coins.isEmpty() || coins.get(0) > 0;
    }
  }

  /** The class of a later deployment. */
  @Aggregate(category = "wallet", snapshotEvery = 10)
  static class ChangedWallet extends EventSourcedAggregate {
    private @Nullable String walletId;
    private int coins;

    @Override
    public @Nullable String id() {
      return walletId;
    }

    void deposit(int coin) {
      raise(new Deposited(walletId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      walletId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      coins++;
    }
  }

  /** Can read the snapshot of a {@link Wallet}, which lacks what this one counts. */
  @Aggregate(category = "wallet", snapshotEvery = 10)
  static class CountingWallet extends EventSourcedAggregate {
    private @Nullable String walletId;
    private final List<Integer> coins = new ArrayList<>();
    private int deposits;

    @Override
    public @Nullable String id() {
      return walletId;
    }

    @Apply
    void on(AccountOpened event) {
      walletId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      coins.add(event.amount());
      deposits++;
    }
  }

  /** Has a part that JSON cannot make again. */
  @Aggregate(category = "wallet", snapshotEvery = 10)
  static class StubbornWallet extends EventSourcedAggregate {
    private @Nullable String walletId;
    private @Nullable Runnable action;

    @Override
    public @Nullable String id() {
      return walletId;
    }

    void deposit(int coin) {
      raise(new Deposited(walletId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      walletId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      action = () -> {};
    }
  }

  /** Keeps its coins in hash tables, which were larger once. */
  @Aggregate(category = "wallet", snapshotEvery = 10)
  static class HashedWallet extends EventSourcedAggregate {
    private @Nullable String walletId;
    private final Set<Integer> coins = new HashSet<>();
    private final Map<Integer, Integer> worth = new HashMap<>();

    @Override
    public @Nullable String id() {
      return walletId;
    }

    void deposit(int coin) {
      raise(new Deposited(walletId, coin));
    }

    void withdraw(int coin) {
      raise(new Withdrawn(walletId, coin));
    }

    @Apply
    void on(AccountOpened event) {
      walletId = event.accountId();
    }

    @Apply
    void on(Deposited event) {
      coins.add(event.amount());
      worth.put(event.amount(), event.amount());
    }

    @Apply
    void on(Withdrawn event) {
      coins.remove(event.amount());
      worth.remove(event.amount());
    }
  }

  private final TestFoliot foliot = TestFoliot.jdbc().with(new Decisions());

  /** A node that remembers nothing, so that what is stored counts. */
  private final AggregateRepositories forgetful =
      foliot.ofAnotherNode(new AggregateCache(0, Duration.ofMinutes(1)));

  private final AggregateRepository<Wallet> wallets = forgetful.of(Wallet.class);
  private final Snapshots snapshots =
      new Snapshots(
          forgetful, foliot.snapshots, foliot.store, List.of(Wallet.class, Voucher.class));

  private void open(String id, int deposits) {
    wallets.save(Wallet.open(id));
    deposit(id, deposits);
  }

  private void deposit(String id, int times) {
    for (int i = 1; i <= times; i++) {
      int coin = i;
      foliot.inTransaction(() -> wallets.get(id).deposit(coin));
    }
  }

  private List<Long> versions() {
    return foliot.jdbc.queryForList(
        "select version from foliot_snapshot order by stream", Long.class);
  }

  /** Whoever loads without these must have begun with a snapshot. */
  private void eventsAreGone(String category, int upTo) {
    foliot.jdbc.update(
        "delete from foliot_message where category = ? and stream_version <= ?", category, upTo);
  }

  @Test
  void loadsSnapshotAndTheRest() {
    open("w", 14);

    assertThat(versions()).containsExactly(10L);
    eventsAreGone("wallet", 10);
    Wallet wallet = wallets.get("w");
    assertThat(wallet.version()).isEqualTo(15);
    assertThat(wallet.coins).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  }

  @Test
  void takesTheNextAfterAsManyEventsAgain() {
    open("w", 9);
    assertThat(versions()).containsExactly(10L);

    deposit("w", 9);
    assertThat(versions()).containsExactly(10L);
    deposit("w", 1);

    assertThat(versions()).containsExactly(20L);
  }

  @Test
  void takesOneAfterManyEventsAtOnce() {
    Wallet wallet = Wallet.open("w");
    for (int i = 0; i < 24; i++) {
      wallet.deposit(1);
    }

    wallets.save(wallet);

    assertThat(versions()).containsExactly(25L);
  }

  @Test
  void takesNoneOfWhatIsRolledBack() {
    open("w", 8);

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      wallets.get("w").deposit(1);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(versions()).isEmpty();
  }

  // Of an older class, or with other events
  @Test
  void ignoresAnotherShape() {
    open("w", 11);
    AggregateRepository<ChangedWallet> changed = forgetful.of(ChangedWallet.class);

    assertThat(changed.get("w").coins).isEqualTo(11);
    foliot.inTransaction(() -> changed.get("w").deposit(1));

    assertThat(versions()).containsExactly(13L);
    eventsAreGone("wallet", 13);
    assertThat(changed.get("w").coins).isEqualTo(12);
  }

  // What could be read, but would leave a new field without its past
  @Test
  void ignoresAnotherShapeThatIsReadable() {
    open("w", 11);

    CountingWallet wallet = forgetful.of(CountingWallet.class).get("w");

    assertThat(wallet.coins).hasSize(11);
    assertThat(wallet.deposits).isEqualTo(11);
  }

  @Test
  void ignoresWhatCannotBeRead() {
    open("w", 11);
    foliot.jdbc.update("update foliot_snapshot set state = 'broken'");

    assertThat(wallets.get("w").coins).hasSize(11);
  }

  @Test
  void refusedChangeGoesBackToTheSnapshot() { // R3
    open("w", 11);
    eventsAreGone("wallet", 10);

    foliot.inTransaction(
        () -> {
          Wallet wallet = wallets.get("w");
          wallet.deposit(50);
          for (int coin = 1; coin <= 11; coin++) {
            wallet.withdraw(coin);
          }
          assertThat(wallet.coins).containsExactly(50);
          wallet.withdraw(50);
          assertThatThrownBy(() -> wallet.deposit(-1))
              .isInstanceOf(InvariantViolationException.class);
          assertThat(wallet.coins).isEmpty();
        });

    assertThat(wallets.get("w").coins).isEmpty();
  }

  @Test
  void stateThatDoesNotSurviveHasNone() {
    open("w", 3);
    AggregateRepository<StubbornWallet> stubborn = forgetful.of(StubbornWallet.class);
    foliot.inTransaction(
        () -> {
          StubbornWallet wallet = stubborn.get("w");
          for (int i = 0; i < 10; i++) {
            wallet.deposit(1);
          }
        });

    assertThat(versions()).isEmpty();
    assertThat(stubborn.get("w").version()).isEqualTo(14);
    assertThatThrownBy(
            () ->
                new Snapshots(forgetful, foliot.snapshots, foliot.store, List.of())
                    .take(StubbornWallet.class, "w"))
        .isInstanceOf(RuntimeException.class);
  }

  /** In a small table 17 comes after 1, in a large one after 2. */
  @Test
  void orderInHashTablesIsNoState() {
    wallets.save(Wallet.open("w"));
    AggregateRepository<HashedWallet> hashed = forgetful.of(HashedWallet.class);
    foliot.inTransaction(
        () -> {
          HashedWallet wallet = hashed.get("w");
          IntStream.rangeClosed(1, 60).forEach(wallet::deposit);
          IntStream.rangeClosed(3, 60).filter(coin -> coin != 17).forEach(wallet::withdraw);
        });

    assertThat(versions()).containsExactly(118L);
    eventsAreGone("wallet", 118);
    assertThat(hashed.get("w").coins).containsOnly(1, 2, 17);
    assertThat(hashed.get("w").worth).containsOnlyKeys(1, 2, 17);
  }

  @Test
  void decidersHaveThemToo() {
    foliot.process(new Issue("v", 100));
    for (int i = 0; i < 11; i++) {
      foliot.process(new Redeem("v", 1));
    }

    assertThat(versions()).containsExactly(10L);
    eventsAreGone("voucher", 10);
    assertThat(forgetful.of(Voucher.class).get("v")).isEqualTo(new Voucher("v", 89));
  }

  // ---- on demand

  @Test
  void takesThemOnDemand() {
    open("w", 2);
    open("x", 1);
    foliot.process(new Issue("v", 100));

    snapshots.take(Wallet.class, "w");
    assertThat(versions()).containsExactly(3L);
    assertThat(snapshots.takeAll(Wallet.class)).isEqualTo(2);
    assertThat(versions()).containsExactly(3L, 2L);
    assertThat(snapshots.takeAll()).isEqualTo(3);
    assertThat(versions()).containsExactly(1L, 3L, 2L);
    snapshots.take(Wallet.class, "w");
    assertThat(versions()).containsExactly(1L, 3L, 2L);
  }

  @Test
  void takesNoneOfClosedAggregates() {
    open("w", 2);
    open("x", 1);
    wallets.close("w", "lost");

    assertThat(snapshots.takeAll(Wallet.class)).isEqualTo(1);

    assertThat(versions()).containsExactly(2L);
    assertThatThrownBy(() -> snapshots.take(Wallet.class, "w"))
        .isInstanceOf(AggregateClosedException.class);
  }

  @Test
  void replacesWhatNoKeyOpensAnyMore() {
    open("w", 9);
    foliot.jdbc.update(
        "update foliot_snapshot set state = '{\"$personal\":{\"subjects\":[\"gone\"],\"aes-256-gcm\":\"AAAA\"}}'");
    assertThat(wallets.get("w").coins).hasSize(9);

    snapshots.take(Wallet.class, "w");

    eventsAreGone("wallet", 10);
    assertThat(wallets.get("w").coins).hasSize(9);
  }

  @Test
  void deletesThemAtAnyTime() {
    open("w", 2);
    open("x", 1);
    foliot.process(new Issue("v", 100));
    snapshots.takeAll();

    assertThat(snapshots.delete(Wallet.class, "w")).isTrue();
    assertThat(snapshots.delete(Wallet.class, "w")).isFalse();
    assertThat(snapshots.deleteAll(Wallet.class)).isEqualTo(1);
    assertThat(snapshots.deleteAll()).isEqualTo(1);

    assertThat(wallets.get("w").coins).hasSize(2);
    assertThat(versions()).isEmpty();
  }

  @Test
  void refusesWhatHasNone() {
    assertThatThrownBy(() -> snapshots.take(Wallet.class, "w"))
        .isInstanceOf(AggregateNotFoundException.class);
    assertThatThrownBy(() -> snapshots.takeAll(Account.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Account has no snapshots. Set @Aggregate(snapshotEvery = …)");
  }
}
