package dev.foliot.benchmarks.testspeed;

import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.balance.Balance;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 2: the whole chain in the test's thread. */
@SyncFlowTest(
    classes = BalanceApplication.class,
    properties = {"foliot.packages=dev.foliot.benchmarks.account", "spring.main.banner-mode=off"})
public class SyncFlow {
  /** The name of the test. */
  public static final String TEST = "fillsTheProjection";

  @Autowired private Domain domain;

  @RepeatedTest(200)
  void fillsTheProjection() {
    domain.process(new Deposit("account-1", 3));

    assertThat(domain.viewFor(Balance.class).get("account-1").cents()).isEqualTo(3);
  }
}
