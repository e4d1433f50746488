package dev.foliot.autoconfigure.deciding;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Decider;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.time.Background;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Counts who passes; its state is a sealed interface. */
@Aggregate(category = "turnstile", snapshotEvery = 3)
public sealed interface Gate {
  int passed();

  record Shut() implements Gate {
    @Override
    public int passed() {
      return 0;
    }
  }

  record Open(int passed) implements Gate {}

  @Command
  record Pass(String gate) {}

  @DomainEvent
  record Passed(String gate) {}

  /** Its functions. */
  final class Decisions implements Decider<Pass, Gate, Passed> {
    @Override
    public String aggregateId(Pass command) {
      return command.gate();
    }

    @Override
    public Gate initialState() {
      return new Shut();
    }

    @Override
    public List<Passed> decide(Pass command, Gate state) {
      return List.of(new Passed(command.gate()));
    }

    @Override
    public Gate evolve(Gate state, Passed event) {
      return new Open(state.passed() + 1);
    }
  }

  /** Has the repository injected, before deciders are known. */
  record Watch(AggregateRepository<Gate> gates) {}

  /** The beans. */
  @Configuration(proxyBeanMethods = false)
  class Gates {
    @Bean
    Decider<Pass, Gate, Passed> gateDecisions() {
      return new Decisions();
    }

    @Bean
    Watch watch(AggregateRepository<Gate> gates) {
      return new Watch(gates);
    }

    @Bean
    Background background() {
      return Background.inCallersThread();
    }
  }
}
