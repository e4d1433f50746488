package dev.foliot.benchmarks.testspeed;

import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.benchmarks.account.Account;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.test.AggregateScenario;
import java.time.Duration;

/** Level 1: an aggregate and its events, as a scenario and with plain assertions. */
public final class Scenarios {
  private static final int SCENARIOS_A_TEST = 5;
  private static final String ACCOUNT = Deposit.account(1);

  private Scenarios() {}

  /** Five times as many scenarios as there are tests of the other levels. */
  public static Sample told(int tests) {
    return load(tests).run(() -> Duration.ZERO, (thread, random) -> tell());
  }

  private static Load load(int tests) {
    return new Load(1, Duration.ofMinutes(1), (long) tests * SCENARIOS_A_TEST);
  }

  private static void tell() {
    AggregateScenario.of(Account.class)
        .given(deposited())
        .when(account -> account.deposit(ACCOUNT, 1, Deposit.REFERENCE))
        .thenRaised(deposited())
        .andState(account -> assertThat(account.balance()).isEqualTo(2));
  }

  /** The same by hand; it checks less: not that events can be stored, for example. */
  public static Sample byHand(int tests) {
    return load(tests).run(() -> Duration.ZERO, (thread, random) -> assertByHand());
  }

  private static void assertByHand() {
    Account account = new Account();
    account.deposit(ACCOUNT, 1, Deposit.REFERENCE);
    account.deposit(ACCOUNT, 1, Deposit.REFERENCE);
    assertThat(account.pendingEvents()).containsExactly(deposited(), deposited());
    assertThat(account.balance()).isEqualTo(2);
  }

  private static Deposited deposited() {
    return new Deposited(ACCOUNT, 1, Deposit.REFERENCE);
  }
}
