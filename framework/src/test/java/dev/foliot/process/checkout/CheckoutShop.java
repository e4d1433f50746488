package dev.foliot.process.checkout;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.time.SteppableClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** A shop with a checkout that takes days, whose services answer the commands as a test wants. */
@SpringBootApplication
public class CheckoutShop {
  /** Something that was ordered. */
  public record Line(String productId, int quantity, BigDecimal price) {}

  @DomainEvent
  public record OrderPlaced(
      String orderId, BigDecimal total, LocalDate deliverBy, List<Line> lines) {}

  @DomainEvent
  public record StockReserved(String orderId) {}

  @DomainEvent
  public record PaymentTaken(String orderId) {}

  @DomainEvent
  public record OrderShipped(String orderId) {}

  @Command
  public record ReserveStock(String orderId, int lines) {}

  @Command
  public record ReleaseStock(String orderId, int step) {}

  @Command
  public record TakePayment(String orderId, BigDecimal total) {}

  @Command
  public record ShipOrder(String orderId, LocalDate deliverBy) {}

  @Command
  public record RejectOrder(String orderId, String reason) {}

  /** The payment of an order has come. */
  @Command
  public record ConfirmPayment(String orderId) {}

  /** Whatever happens to an order, in a stream of its own. */
  @Aggregate
  public static class Order extends EventSourcedAggregate {
    private String orderId = "";

    @Override
    public String id() {
      return orderId;
    }

    @Apply
    void on(OrderPlaced event) {
      orderId = event.orderId();
    }

    @Apply
    void on(OrderShipped event) {
      orderId = event.orderId();
    }
  }

  /** Whatever happens to the stock, in another stream. */
  @Aggregate
  public static class Reservation extends EventSourcedAggregate {
    private String orderId = "";

    @Override
    public String id() {
      return orderId;
    }

    @Apply
    void on(StockReserved event) {
      orderId = event.orderId();
    }
  }

  /** Whatever happens to the payment, in a third one. */
  @Aggregate
  public static class Payment extends EventSourcedAggregate {
    private String orderId = "";

    @Override
    public String id() {
      return orderId;
    }

    static Payment of(String orderId) {
      Payment payment = new Payment();
      payment.raise(new PaymentTaken(orderId));
      return payment;
    }

    @Apply
    void on(PaymentTaken event) {
      orderId = event.orderId();
    }
  }

  /** The calls of the methods of process managers, which may be told to fail. */
  @Component
  public static class Calls {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private volatile String failing = "";
    private volatile String interrupted = "";
    private volatile Runnable action = () -> {};
    private volatile Consumer<Object> answer = command -> {};

    /** Notes a call, and fails it if it was told to. */
    public void add(String call) {
      all.add(call);
      if (call.equals(interrupted)) {
        interrupted = "";
        action.run();
      }
      if (call.equals(failing)) {
        throw new IllegalStateException(call + " fails");
      }
    }

    /** Once, something happens during this call. */
    public void during(String call, Runnable something) {
      action = something;
      interrupted = call;
    }

    /** The handlers of the commands do this, in the transaction of their command. */
    public void answerBy(Consumer<Object> next) {
      answer = next;
    }

    public List<String> all() {
      return List.copyOf(all);
    }

    /** From now on this call fails. */
    public void fail(String call) {
      failing = call;
    }

    public void reset() {
      all.clear();
      failing = "";
      interrupted = "";
      answer = command -> {};
    }
  }

  @CommandHandler
  static class Services {
    private final AggregateRepository<Payment> payments;
    private final Calls calls;

    Services(AggregateRepository<Payment> payments, Calls calls) {
      this.payments = payments;
      this.calls = calls;
    }

    @Handle
    void on(ConfirmPayment command) {
      payments.save(Payment.of(command.orderId()));
    }

    @Handle
    void on(ReserveStock command) {
      calls.answer.accept(command);
    }

    @Handle
    void on(ReleaseStock command) {
      calls.answer.accept(command);
    }

    @Handle
    void on(TakePayment command) {
      calls.answer.accept(command);
    }

    @Handle
    void on(ShipOrder command) {
      calls.answer.accept(command);
    }

    @Handle
    void on(RejectOrder command) {
      calls.answer.accept(command);
    }
  }

  @Bean
  SteppableClock clock() {
    return new SteppableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
