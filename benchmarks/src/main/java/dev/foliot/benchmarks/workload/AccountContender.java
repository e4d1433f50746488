package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import java.util.function.Function;

/** Does something with its accounts in every round. */
record AccountContender(String name, Accounts accounts, Function<Accounts, Sample> turn)
    implements Contender {
  @Override
  public Sample round() {
    return turn.apply(accounts);
  }

  @Override
  public void close() {
    accounts.close();
  }
}
