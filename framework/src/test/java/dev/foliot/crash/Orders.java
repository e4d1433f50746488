package dev.foliot.crash;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import java.time.Duration;

/**
 * The submitted commands, timers and process instances of the application. A process leads each
 * order through its commands. An order is shipped if it is paid. Otherwise a timer ends the
 * process, which takes its steps back.
 */
final class Orders {
  /** The subscription of the commands. */
  static final String COMMANDS = "ordering";

  /** The process manager. */
  static final String PROCESS = "fulfilment";

  private Orders() {}

  @Command(name = "begin-order")
  record Begin(String orderId, boolean paid) {}

  @Command(name = "reserve-order")
  record Reserve(String orderId) {}

  @Command(name = "pay-order")
  record Pay(String orderId) {}

  @Command(name = "ship-order")
  record Ship(String orderId) {}

  @Command(name = "release-order")
  record Release(String orderId, int step) {}

  @Command(name = "reject-order")
  record Reject(String orderId) {}

  @DomainEvent(name = "order-begun")
  record Begun(String orderId, boolean paid) {}

  @DomainEvent(name = "order-reserved")
  record Reserved(String orderId) {}

  @DomainEvent(name = "order-paid")
  record Paid(String orderId) {}

  @DomainEvent(name = "order-shipped")
  record Shipped(String orderId) {}

  @DomainEvent(name = "order-rejected")
  record Rejected(String orderId) {}

  @Aggregate
  static class Order extends EventSourcedAggregate {
    private String orderId = "";

    void happen(Object event) {
      raise(event);
    }

    @Override
    public String id() {
      return orderId;
    }

    @Apply
    void on(Begun event) {
      orderId = event.orderId();
    }

    @Apply
    void on(Reserved event) {}

    @Apply
    void on(Paid event) {}

    @Apply
    void on(Shipped event) {}

    @Apply
    void on(Rejected event) {}
  }

  /** One effect a command; a payment in eight fails at first. */
  @CommandHandler(name = COMMANDS)
  static class HandleOrders {
    private final AggregateRepository<Order> orders;
    private final Ledger ledger;

    HandleOrders(AggregateRepository<Order> orders, Ledger ledger) {
      this.orders = orders;
      this.ledger = ledger;
    }

    @Handle
    void begin(Begin command, Metadata metadata) {
      note(metadata, "begin " + command.orderId());
      Order order = new Order();
      order.happen(new Begun(command.orderId(), command.paid()));
      orders.save(order);
    }

    @Handle
    void reserve(Reserve command, Metadata metadata) {
      note(metadata, "reserve " + command.orderId());
      orders.get(command.orderId()).happen(new Reserved(command.orderId()));
    }

    @Handle
    void pay(Pay command, Metadata metadata) {
      note(metadata, "pay " + command.orderId());
      orders.get(command.orderId()).happen(new Paid(command.orderId()));
      ledger.failNowAndThen(metadata);
    }

    @Handle
    void ship(Ship command, Metadata metadata) {
      note(metadata, "ship " + command.orderId());
      orders.get(command.orderId()).happen(new Shipped(command.orderId()));
    }

    @Handle
    void release(Release command, Metadata metadata) {
      note(metadata, "release %s of %s".formatted(command.step(), command.orderId()));
    }

    @Handle
    void reject(Reject command, Metadata metadata) {
      note(metadata, "reject " + command.orderId());
      orders.get(command.orderId()).happen(new Rejected(command.orderId()));
    }

    private void note(Metadata metadata, String effect) {
      ledger.effect(COMMANDS, metadata, effect);
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      ledger.attempt(message.metadata().id(), attempt);
      return ErrorDecision.retry();
    }
  }

  /** Four steps, with a timer that fires or is cancelled. */
  @ProcessManager(name = PROCESS, sequencedBy = "orderId")
  static class Fulfilment {
    private String orderId = "";
    private boolean willBePaid;

    record Overdue(String orderId) {}

    @Starts
    void begun(Begun event, Process process, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, event.orderId());
      orderId = event.orderId();
      willBePaid = event.paid();
      process.send(new Reserve(orderId));
      process.compensateWith(new Release(orderId, 1));
    }

    @Handle
    void reserved(Reserved event, Process process, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, event.orderId());
      process.compensateWith(new Release(orderId, 2));
      if (willBePaid) {
        process.timer("overdue", Duration.ofHours(1), new Overdue(orderId));
        process.send(new Pay(orderId));
      } else {
        Duration soon = Duration.ofMillis(Math.floorMod(orderId.hashCode(), 500));
        process.timer("overdue", soon, new Overdue(orderId));
      }
    }

    @OnTimer
    void overdue(Overdue timer, Process process, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, timer.orderId());
      process.compensate();
      process.send(new Reject(orderId));
    }

    @Handle
    void paid(Paid event, Process process, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, event.orderId());
      process.cancelTimer("overdue");
      process.send(new Ship(orderId));
    }

    @Ends
    void shipped(Shipped event, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, event.orderId());
    }

    @Ends
    void rejected(Rejected event, Metadata metadata, Ledger ledger) {
      ledger.effect(PROCESS, metadata, event.orderId());
    }
  }
}
