package dev.foliot.tally;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.projection.Consistency;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.time.SteppableClock;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Counters that are summed up: inline by an entity and by a list, and later by an event handler.
 */
@SpringBootApplication
public class Tally {
  @Command(name = "count")
  public record Count(String counterId, String groupId, int amount) {}

  @DomainEvent(name = "counted")
  public record Counted(String counterId, String groupId, int amount) {}

  @Aggregate
  public static class Counter extends EventSourcedAggregate {
    private String counterId = "";

    void count(Count command) {
      raise(new Counted(command.counterId(), command.groupId(), command.amount()));
    }

    @Override
    public String id() {
      return counterId;
    }

    @Apply
    void on(Counted event) {
      counterId = event.counterId();
    }
  }

  @CommandHandler
  static class Commands {
    private final AggregateRepository<Counter> counters;

    Commands(AggregateRepository<Counter> counters) {
      this.counters = counters;
    }

    @Handle
    int count(Count command) {
      Counter counter = counters.find(command.counterId()).orElseGet(Counter::new);
      counter.count(command);
      counters.save(counter);
      return command.amount();
    }
  }

  /** What a test wants to happen in the inline projector, and the calls of all handlers. */
  @Component
  public static class Calls {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private volatile Runnable during = () -> {};

    public List<String> all() {
      return List.copyOf(all);
    }

    public void during(Runnable action) {
      during = action;
    }

    public void reset() {
      all.clear();
      during = () -> {};
    }
  }

  @Projection
  @Entity
  public static class Total {
    @Id private String groupId = "";
    private int amount;
    @Version private int version;

    protected Total() {}

    Total(String groupId) {
      this.groupId = groupId;
    }

    public int amount() {
      return amount;
    }
  }

  @Projector(value = Total.class, sequencedBy = "groupId", consistency = Consistency.INLINE)
  static class Totals {
    private final EntityManager entities;
    private final Calls calls;

    Totals(EntityManager entities, Calls calls) {
      this.entities = entities;
      this.calls = calls;
    }

    @On
    void counted(Counted event) {
      @Nullable Total known = entities.find(Total.class, event.groupId());
      Total total = known == null ? new Total(event.groupId()) : known;
      calls.all.add("totals " + event.counterId());
      calls.during.run();
      total.amount += event.amount();
      if (known == null) {
        entities.persist(total);
      }
    }
  }

  @Projection
  @Entity
  public static class Line {
    @Id private String id = "";

    protected Line() {}
  }

  @Projector(value = Line.class, consistency = Consistency.INLINE)
  static class Lines {
    private final JdbcTemplate jdbc;
    private final Calls calls;

    Lines(JdbcTemplate jdbc, Calls calls) {
      this.jdbc = jdbc;
      this.calls = calls;
    }

    @On
    void counted(List<Counted> events) {
      calls.all.add("lines " + events.size());
      for (Counted event : events) {
        jdbc.update(
            "insert into tally$line (id) values (?)", event.counterId() + " " + event.amount());
      }
    }
  }

  @EventHandler
  static class Later {
    private final Calls calls;

    Later(Calls calls) {
      this.calls = calls;
    }

    @Handle
    void on(Counted event) {
      calls.all.add("later " + event.counterId());
    }
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
