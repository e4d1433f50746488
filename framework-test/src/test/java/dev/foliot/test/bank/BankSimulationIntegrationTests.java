package dev.foliot.test.bank;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.test.EngineTest;
import dev.foliot.test.SimulatedApplication;
import dev.foliot.test.Simulation;
import dev.foliot.test.bank.Bank.Deposit;
import dev.foliot.test.bank.Bank.Open;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Foliot's own promises, R24 to R29 and R32, under simulation. */
@EngineTest(properties = "foliot.engine.subscriptions.branch.segments=3")
class BankSimulationIntegrationTests {
  @Autowired ApplicationContext application;
  @Autowired BankTables tables;
  @Autowired Mistakes mistakes;

  @BeforeEach
  void makeNoMistake() {
    mistakes.make(Mistake.NONE);
  }

  private Simulation simulation() {
    return Simulation.of(application).seeds(60);
  }

  // R23, R24, R28: a chain over several nodes, and a row that is fed from several aggregates
  @Test
  void eachDepositCountsOnce() {
    simulation()
        .run(
            bank -> {
              bank.process(new Open("a1", "north"));
              bank.process(new Open("a2", "north"));
              bank.process(new Open("a3", "south"));
              bank.process(new Deposit("a1", 100));
              bank.process(new Deposit("a2", 250));
              bank.process(new Deposit("a3", 7));
              bank.process(new Deposit("a1", 30));
            })
        .thenAlways(
            domain -> {
              assertThat(tables.amount("balance a1")).isEqualTo(131);
              assertThat(tables.amount("branch north")).isEqualTo(383);
              assertThat(tables.lines(AuditDeposits.JOURNAL)).isEqualTo(4 + 2);
            });
  }

  // R31, R32: an import in the backfill lane meets its accounts' users
  @Test
  void lanesReorderNoAccount() {
    simulation()
        .run(
            bank -> {
              openAll(bank, 5, CommandOptions.priority(Priority.BACKFILL));
              bank.inAnyOrder(
                  () -> bank.process(new Deposit("a0", 100)),
                  () -> bank.process(new Deposit("a2", 3), backfill()),
                  () -> bank.process(new Deposit("a0", 5), backfill()),
                  () -> bank.process(new Deposit("a4", 120)),
                  () -> bank.advance(Duration.ofMinutes(6)));
              bank.process(new Deposit("a2", 8));
            })
        .thenAlways(domain -> assertThat(tables.amount("balance a2")).isEqualTo(11));
  }

  // R25: attempts survive everything, and only the account itself waits
  @Test
  void failuresHoldOnlyTheirAccount() {
    simulation()
        .run(
            bank -> {
              mistakes.begin();
              mistakes.fail("a0", 2);
              mistakes.fail("a3", 1);
              mistakes.fail("branch of a1", 2);
              openAll(bank, 4, CommandOptions.none());
              for (int i = 0; i < 4; i++) {
                bank.process(new Deposit("a" + i, 10), i == 1 ? backfill() : CommandOptions.none());
                bank.process(new Deposit("a" + i, 100));
              }
            })
        .thenAlways(domain -> assertThat(tables.amount("balance a0")).isEqualTo(111));
  }

  private static CommandOptions backfill() {
    return CommandOptions.priority(Priority.BACKFILL);
  }

  private static void openAll(SimulatedApplication bank, int accounts, CommandOptions options) {
    for (int i = 0; i < accounts; i++) {
      bank.process(new Open("a" + i, i % 2 == 0 ? "even" : "odd"), options);
    }
  }
}
