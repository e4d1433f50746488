package dev.foliot.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.aggregate.StateStoredAggregate;
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
import dev.foliot.outbox.Subscriber;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.query.Query;
import dev.foliot.query.QueryHandler;
import dev.foliot.time.SteppableClock;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * A shop that is as small as it can be and still has one of everything: the application of the
 * tests of the engine and of the auto-configuration.
 */
@SpringBootApplication
public class Shop {

  @Command(name = "place")
  public record Place(String orderId, String productId, int quantity) {}

  @Command(name = "cancel")
  public record Cancel(String orderId) {}

  @Command(name = "receive")
  public record Receive(String productId, int quantity) {}

  @DomainEvent(name = "placed")
  public record Placed(String orderId, String productId, int quantity) {}

  @DomainEvent(name = "cancelled", publish = "cancellations")
  public record Cancelled(String orderId) {}

  @DomainEvent(name = "received")
  public record Received(String productId, int quantity) {}

  @DomainEvent(name = "reserved")
  public record Reserved(String productId, String orderId, int quantity) {}

  /** Begins a chain of hops, each raised because of the one before. */
  @Command(name = "hop")
  public record Hop(String chainId, int hops) {}

  /** Runs the action in its handler. */
  @Command(name = "probe")
  public record Probe(Runnable action) {}

  @DomainEvent(name = "hopped")
  public record Hopped(String chainId, int number, int hops) {}

  @Query(name = "orders")
  public record FindOrders() {}

  @Aggregate
  @Entity
  @Table(name = "orders")
  public static class Order extends StateStoredAggregate {
    @Id private String orderId;
    private String productId;
    private int quantity;
    private boolean cancelled;

    protected Order() {}

    static Order place(Place command) {
      Order order = new Order();
      order.orderId = command.orderId();
      order.productId = command.productId();
      order.quantity = command.quantity();
      order.raise(new Placed(command.orderId(), command.productId(), command.quantity()));
      return order;
    }

    @Override
    public String id() {
      return orderId;
    }

    void cancel() {
      cancelled = true;
      raise(new Cancelled(orderId));
    }
  }

  @Aggregate
  public static class Stock extends EventSourcedAggregate {
    private String productId = "";
    private int available;

    public static Stock receive(Receive command) {
      Stock stock = new Stock();
      stock.raise(new Received(command.productId(), command.quantity()));
      return stock;
    }

    @Override
    public String id() {
      return productId;
    }

    /** More came in. */
    public void add(int quantity) {
      raise(new Received(productId, quantity));
    }

    void reserve(String orderId, int quantity) {
      raise(new Reserved(productId, orderId, quantity));
    }

    public int available() {
      return available;
    }

    @Apply
    void on(Received event) {
      productId = event.productId();
      available += event.quantity();
    }

    @Apply
    void on(Reserved event) {
      available -= event.quantity();
    }

    @Invariant
    boolean neverOversold() {
      return available >= 0;
    }
  }

  @Aggregate
  public static class Chain extends EventSourcedAggregate {
    private String chainId = "";
    private int number;

    static Chain begin(Hop command) {
      Chain chain = new Chain();
      chain.raise(new Hopped(command.chainId(), 1, command.hops()));
      return chain;
    }

    void hop(Hopped before) {
      if (before.number() == number && number < before.hops()) {
        raise(new Hopped(chainId, number + 1, before.hops()));
      }
    }

    @Override
    public String id() {
      return chainId;
    }

    @Apply
    void on(Hopped event) {
      chainId = event.chainId();
      number = event.number();
    }
  }

  @EventHandler(name = "hopper")
  static class Hopper {
    private final AggregateRepository<Chain> chains;
    private final Faults faults;

    Hopper(AggregateRepository<Chain> chains, Faults faults) {
      this.chains = chains;
      this.faults = faults;
    }

    @Handle
    void on(Hopped event) {
      faults.call("hopper", event.chainId() + " " + event.number());
      chains.get(event.chainId()).hop(event);
    }
  }

  @CommandHandler
  static class Commands {
    private final EntityManager entities;
    private final AggregateRepository<Stock> stocks;
    private final AggregateRepository<Chain> chains;

    Commands(
        EntityManager entities,
        AggregateRepository<Stock> stocks,
        AggregateRepository<Chain> chains) {
      this.entities = entities;
      this.stocks = stocks;
      this.chains = chains;
    }

    @Handle
    void probe(Probe command) {
      command.action().run();
    }

    @Handle
    void hop(Hop command) {
      chains.save(Chain.begin(command));
    }

    @Handle
    String place(Place command) {
      Order order = Order.place(command);
      entities.persist(order);
      return order.id();
    }

    @Handle
    void cancel(Cancel command) {
      entities.find(Order.class, command.orderId()).cancel();
    }

    @Handle
    void receive(Receive command) {
      stocks
          .find(command.productId())
          .ifPresentOrElse(
              stock -> stock.add(command.quantity()), () -> stocks.save(Stock.receive(command)));
    }
  }

  /** What a test wants to go wrong, and what it has seen. */
  @Component
  public static class Faults {
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile @Nullable ErrorDecision decision;
    private volatile Runnable errorMethod = () -> {};

    /** The next {@code times} calls of the handler for this id fail. */
    public void fail(String handler, String id, int times) {
      failures.put(handler + " " + id, times);
    }

    /** Each call of the handler for this id first does this. */
    public void during(String handler, String id, Runnable action) {
      actions.put(handler + " " + id, action);
    }

    /** What the error method decides. */
    public void decide(ErrorDecision next) {
      decision = next;
    }

    /** The error method fails. */
    public void failErrorMethod() {
      duringErrorMethod(
          () -> {
            throw new IllegalStateException("the error method fails");
          });
    }

    /** The error method first does this. */
    public void duringErrorMethod(Runnable action) {
      errorMethod = action;
    }

    /** Each call, as handler and id, in order. */
    public List<String> calls() {
      return List.copyOf(calls);
    }

    /** Forgets everything. */
    public void reset() {
      failures.clear();
      actions.clear();
      calls.clear();
      decision = null;
      errorMethod = () -> {};
    }

    /** The handler is called for this id. */
    public void call(String handler, String id) {
      String call = handler + " " + id;
      calls.add(call);
      Runnable action = actions.get(call);
      if (action != null) {
        action.run();
      }
      int left = failures.getOrDefault(call, 0);
      if (left > 0) {
        failures.put(call, left - 1);
        throw new IllegalStateException(handler + " fails on " + id);
      }
    }
  }

  @EventHandler(name = "reservation")
  static class Reservation {
    private final AggregateRepository<Stock> stocks;
    private final Faults faults;

    Reservation(AggregateRepository<Stock> stocks, Faults faults) {
      this.stocks = stocks;
      this.faults = faults;
    }

    @Handle
    void on(Placed event, Metadata metadata) {
      stocks
          .find(event.productId())
          .ifPresent(stock -> stock.reserve(event.orderId(), event.quantity()));
      faults.call("reservation", event.orderId());
    }

    @Handle
    void on(Cancelled event) {
      faults.call("reservation", event.orderId() + " cancelled");
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      faults.errorMethod.run();
      ErrorDecision decision = faults.decision;
      return decision == null ? ErrorDecision.retry() : decision;
    }
  }

  @Projection
  @Entity
  public static class Board {
    @Id private String orderId;
    private String status;
    private int changes;

    protected Board() {}

    Board(String orderId, String status) {
      this.orderId = orderId;
      this.status = status;
    }

    void becomes(String next) {
      status = next;
      changes++;
    }

    /** The order. */
    public String orderId() {
      return orderId;
    }

    /** Its status. */
    public String status() {
      return status;
    }
  }

  @Projector(value = Board.class, sequencedBy = "orderId")
  static class BoardProjector {
    private final EntityManager entities;
    private final Faults faults;

    BoardProjector(EntityManager entities, Faults faults) {
      this.entities = entities;
      this.faults = faults;
    }

    @On
    void placed(Placed event) {
      faults.call("board", event.orderId());
      entities.persist(new Board(event.orderId(), "placed"));
    }

    @On
    void reserved(Reserved event) {
      faults.call("board", event.orderId() + " reserved");
      entities.find(Board.class, event.orderId()).becomes("reserved");
    }

    @On
    void cancelled(Cancelled event) {
      faults.call("board", event.orderId() + " cancelled");
      entities.find(Board.class, event.orderId()).becomes("cancelled");
    }
  }

  @Subscriber("cancellations")
  static class CancellationMails {
    private final Faults faults;

    CancellationMails(Faults faults) {
      this.faults = faults;
    }

    @Handle
    void on(Cancelled event, Metadata metadata) {
      faults.call("mail", event.orderId());
    }
  }

  @QueryHandler
  static class Queries {
    private final EntityManager entities;

    Queries(EntityManager entities) {
      this.entities = entities;
    }

    @Handle
    List<Board> all(FindOrders query) {
      return entities
          .createQuery("select b from Shop$Board b order by b.orderId", Board.class)
          .getResultList();
    }
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
