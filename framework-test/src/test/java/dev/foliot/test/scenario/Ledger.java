package dev.foliot.test.scenario;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.util.function.Consumer;

/** Raises whatever it is told to; state-stored, so that nothing has to apply it. */
@Aggregate
class Ledger extends StateStoredAggregate {
  @Override
  public String id() {
    return "l-1";
  }

  void record(Object... events) {
    for (Object event : events) {
      raise(event);
    }
  }

  void change(Consumer<Ledger> change) {
    change.accept(this);
  }
}
