package dev.foliot.crash;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.rebuild.Replay;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * An application whose every effect stands in the {@link Ledger}. Counters are counted up by
 * commands; each count is echoed once by an aggregate that many counters share, and the echo is
 * published. Each event's number is its version in its stream.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  FoliotAutoConfiguration.class,
  Counters.Counting.class,
  Counters.EchoEach.class,
  Counters.NoteEach.class,
  Counters.SumGroups.class,
  Counters.FailNowAndThen.class,
  Counters.KeepLast.class,
  Orders.HandleOrders.class
})
class Counters {

  /** One more. An aborted one is rolled back after the event was raised. */
  @Command(name = "count")
  record Count(String counterId, String groupId, boolean abort) {}

  @DomainEvent(name = "counted")
  record Counted(String counterId, String groupId, long number) {}

  @DomainEvent(name = "echoed", publish = "echoes")
  record Echoed(String groupId, String counterId, long counted, long number) {}

  /** How long a node may be silent before others take over what it has. */
  static final Duration LEASE = Duration.ofSeconds(1);

  /**
   * What a node has unless it is given something else. It tries again soon what failed: the pauses
   * of a circuit breaker, which opens when all counters fail, double up to a minute else.
   */
  private static final Map<String, Object> SOON =
      Map.of(
          "foliot.packages", Counters.class.getPackageName(),
          "foliot.engine.lease", LEASE.toMillis() + "ms",
          "foliot.engine.poll-interval", "20ms",
          "foliot.engine.retry.initial-interval", "20ms",
          "foliot.engine.retry.max-interval", "200ms",
          "foliot.engine.circuit-breaker.initial-interval", "50ms",
          "foliot.engine.circuit-breaker.max-interval", "200ms");

  /** The application, started. */
  static AnnotationConfigApplicationContext start(
      HikariDataSource database, String node, Map<String, Object> properties) {
    var context = new AnnotationConfigApplicationContext();
    var sources = context.getEnvironment().getPropertySources();
    sources.addFirst(new MapPropertySource("of the node", properties));
    sources.addLast(new MapPropertySource("of each node", SOON));
    ConfigurationPropertySources.attach(context.getEnvironment());
    context.registerBean(DataSource.class, () -> database);
    context.registerBean(JdbcConnectionDetails.class, () -> new Details(database));
    context.registerBean(Ledger.class, () -> new Ledger(database, node));
    context.register(Counters.class);
    context.registerShutdownHook();
    context.refresh();
    return context;
  }

  /** As Spring Boot has them, for connections outside of the pool. */
  private record Details(HikariDataSource pool) implements JdbcConnectionDetails {
    @Override
    public String getJdbcUrl() {
      return pool.getJdbcUrl();
    }

    @Override
    public String getUsername() {
      return "postgres";
    }

    @Override
    public String getPassword() {
      return "";
    }
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource database) {
    return new JdbcTransactionManager(database);
  }

  /** It has the message when it returns, whatever becomes of the relay. */
  @Bean
  MessageBroker broker(Ledger ledger) {
    return ledger::published;
  }

  @Aggregate
  static class Counter extends EventSourcedAggregate {
    private String counterId = "";
    private long number;

    void count(Count command) {
      raise(new Counted(command.counterId(), command.groupId(), number + 1));
    }

    @Override
    public String id() {
      return counterId;
    }

    @Apply
    void on(Counted event) {
      counterId = event.counterId();
      number = event.number();
    }
  }

  @Aggregate
  static class Echo extends EventSourcedAggregate {
    private String groupId = "";
    private long number;

    void echo(Counted event) {
      raise(new Echoed(event.groupId(), event.counterId(), event.number(), number + 1));
    }

    @Override
    public String id() {
      return groupId;
    }

    @Apply
    void on(Echoed event) {
      groupId = event.groupId();
      number = event.number();
    }
  }

  @CommandHandler
  static class Counting {
    private final AggregateRepository<Counter> counters;

    Counting(AggregateRepository<Counter> counters) {
      this.counters = counters;
    }

    @Handle
    void count(Count command) {
      Counter counter = counters.find(command.counterId()).orElseGet(Counter::new);
      counter.count(command);
      counters.save(counter);
      if (command.abort()) {
        throw new IllegalStateException("aborted, as asked");
      }
    }
  }

  /** Raises one event because of another, in an aggregate for which all segments contend. */
  @EventHandler(name = "echoing")
  static class EchoEach {
    private final AggregateRepository<Echo> echoes;
    private final Ledger ledger;

    EchoEach(AggregateRepository<Echo> echoes, Ledger ledger) {
      this.echoes = echoes;
      this.ledger = ledger;
    }

    @Handle
    void on(Counted event, Metadata metadata) {
      ledger.effect("echoing", metadata, event.counterId());
      Echo echo = echoes.find(event.groupId()).orElseGet(Echo::new);
      echo.echo(event);
      echoes.save(echo);
    }
  }

  @EventHandler(name = "noting")
  static class NoteEach {
    private final Ledger ledger;

    NoteEach(Ledger ledger) {
      this.ledger = ledger;
    }

    @Handle
    void on(Counted event, Metadata metadata) {
      ledger.effect("noting", metadata, event.counterId());
    }

    @Handle
    void on(Echoed event, Metadata metadata) {
      ledger.effect("noting", metadata, event.groupId());
    }
  }

  /** A row that many streams feed, read and written without a lock: its key alone protects it. */
  @EventHandler(name = "summing", sequencedBy = "groupId")
  static class SumGroups {
    private final Ledger ledger;

    SumGroups(Ledger ledger) {
      this.ledger = ledger;
    }

    @Handle
    void on(Counted event, Metadata metadata) {
      ledger.effect("summing", metadata, event.groupId());
      ledger.addTo(event.groupId());
    }

    @Handle
    void on(Echoed event, Metadata metadata) {
      ledger.effect("summing", metadata, event.groupId());
      ledger.addTo(event.groupId());
    }
  }

  /** One message in eight fails, until its error method was asked some times. */
  @EventHandler(name = "failing")
  static class FailNowAndThen {
    private final Ledger ledger;

    FailNowAndThen(Ledger ledger) {
      this.ledger = ledger;
    }

    @Handle
    void on(Counted event, Metadata metadata) {
      ledger.effect("failing", metadata, event.counterId());
      ledger.failNowAndThen(metadata);
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      ledger.attempt(message.metadata().id(), attempt);
      return ErrorDecision.retry();
    }
  }

  /** The last version of each stream. */
  @Projection(tables = "last_version")
  record LastVersion(String stream, long version) {}

  /** Sees with its own eyes whether it is the next version's turn, in a rebuild too. */
  @Projector(value = LastVersion.class, name = "keeping")
  static class KeepLast {
    private final Ledger ledger;

    KeepLast(Ledger ledger) {
      this.ledger = ledger;
    }

    @On
    void on(Counted event, Metadata metadata) {
      effect(metadata, event.counterId());
      ledger.last(event.counterId(), event.number());
    }

    @On
    void on(Echoed event, Metadata metadata) {
      effect(metadata, event.groupId());
      ledger.last(event.groupId(), event.number());
    }

    private void effect(Metadata metadata, String sequence) {
      if (!Replay.isRunning()) {
        ledger.effect("keeping", metadata, sequence);
      }
    }
  }
}
