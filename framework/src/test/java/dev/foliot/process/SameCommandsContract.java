package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.MessageJson;
import dev.foliot.process.checkout.CheckoutShop.ReserveStock;
import dev.foliot.process.checkout.CheckoutShop.ShipOrder;
import dev.foliot.process.checkout.CheckoutShop.TakePayment;
import dev.foliot.process.checkout.CheckoutTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * R43: the same events lead to the same commands and instances, in synchronous mode or not, in
 * batches or not.
 */
public abstract class SameCommandsContract extends CheckoutTest {
  private static final String STATE =
      "{\"deliverBy\":\"2026-02-28\",\"lines\":[{\"productId\":\"p1\",\"quantity\":2,\"price\":10.00},{\"productId\":\"p2\",\"quantity\":1,\"price\":0.10}],\"orderId\":\"%s\",\"paid\":%s,\"total\":20.10}";
  private static final String PLACED = "OrderPlaced RUNNING [ReserveStock] {} []";
  private static final String RESERVED = "StockReserved RUNNING [TakePayment] {payment=PT15M} []";

  private static final Order CHECKED_OUT =
      new Order(
          "o1",
          ProcessStatus.ENDED,
          state("o1", true),
          List.of(reserve("o1"), pay("o1"), ship("o1")),
          List.of(
              PLACED,
              RESERVED,
              "PaymentTaken RUNNING [ShipOrder] {} [payment]",
              "OrderShipped ENDED [] {} []"),
          List.of(),
          List.of());

  private static final List<Order> ORDERS =
      List.of(
          CHECKED_OUT,
          new Order(
              "o2",
              ProcessStatus.ENDED,
              state("o2", false),
              List.of(reserve("o2"), pay("o2"), release("o2", 2), release("o2", 1), reject("o2")),
              List.of(
                  PLACED,
                  RESERVED,
                  "PaymentTimedOut ENDED [ReleaseStock, ReleaseStock, RejectOrder] {} []"),
              List.of(),
              List.of()),
          new Order(
              "o3",
              ProcessStatus.RUNNING,
              state("o3", true),
              List.of(reserve("o3"), ship("o3")),
              List.of(PLACED, "PaymentTaken RUNNING [ShipOrder] {} []"),
              List.of(),
              List.of()),
          new Order(
              "o4",
              ProcessStatus.ENDED,
              state("o4", false),
              List.of(reserve("o4")),
              List.of(PLACED, "OrderShipped ENDED [] {} []"),
              List.of(),
              List.of()),
          new Order(
              "o5",
              ProcessStatus.RUNNING,
              state("o5", false),
              List.of(reserve("o5"), pay("o5")),
              List.of(PLACED, RESERVED),
              List.of("payment"),
              List.of(release("o5", 1), release("o5", 2))));

  @Autowired private MessageJson json;

  /** An instance, with everything that it has done and still waits for. */
  private record Order(
      String id,
      ProcessStatus status,
      String state,
      List<String> commands,
      List<String> transitions,
      List<String> timers,
      List<String> compensations) {}

  private static String state(String id, boolean paid) {
    return STATE.formatted(id, paid);
  }

  private static String reserve(String id) {
    return "ReserveStock {\"orderId\":\"%s\",\"lines\":2}".formatted(id);
  }

  private static String pay(String id) {
    return "TakePayment {\"orderId\":\"%s\",\"total\":20.10}".formatted(id);
  }

  private static String ship(String id) {
    return "ShipOrder {\"orderId\":\"%s\",\"deliverBy\":\"2026-02-28\"}".formatted(id);
  }

  private static String release(String id, int step) {
    return "ReleaseStock {\"orderId\":\"%s\",\"step\":%s}".formatted(id, step);
  }

  private static String reject(String id) {
    return "RejectOrder {\"orderId\":\"%s\",\"reason\":\"not paid\"}".formatted(id);
  }

  @Test
  void sameEventsGiveTheSameCommands() {
    raise(this::step);
    letPaymentTimeOut();

    assertThat(sent())
        .containsExactly(
            reserve("o1"),
            reserve("o2"),
            pay("o1"),
            pay("o2"),
            ship("o1"),
            reserve("o3"),
            ship("o3"),
            reserve("o4"),
            reserve("o5"),
            pay("o5"),
            release("o2", 2),
            release("o2", 1),
            reject("o2"));
    assertThat(orders()).containsExactlyElementsOf(ORDERS);
  }

  @Test
  void eventsThatCameTogetherGiveTheSameCommands() {
    raise(Runnable::run);
    deliver();
    letPaymentTimeOut();

    assertThat(orders()).containsExactlyElementsOf(ORDERS);
    assertThat(sent()).hasSize(13);
  }

  @Test
  void handlersOfTheCommandsCompleteTheProcess() {
    calls.answerBy(this::answer);

    placed("o1");
    deliver();

    assertThat(orders()).containsExactly(CHECKED_OUT);
    assertThat(sent()).hasSize(3);
  }

  private void answer(Object command) {
    if (command instanceof ReserveStock reserve) {
      reserved(reserve.orderId());
    } else if (command instanceof TakePayment take) {
      paid(take.orderId());
    } else if (command instanceof ShipOrder ship) {
      shipped(ship.orderId());
    }
  }

  /** Order o2 is not paid, o3 gets its events in the wrong order, o4 ends at once. */
  private void raise(Consumer<Runnable> raising) {
    List.<Runnable>of(
            () -> placed("o1"),
            () -> placed("o2"),
            () -> paid("o3"),
            () -> reserved("o1"),
            () -> reserved("o2"),
            () -> paid("o1"),
            () -> placed("o3"),
            () -> shipped("o1"),
            () -> reserved("o1"),
            () -> shipped("o4"),
            () -> placed("o4"),
            () -> paid("o4"))
        .forEach(raising);
  }

  /** The payment of o2 is due; o5 has still time. */
  private void letPaymentTimeOut() {
    clock.advance(Duration.ofMinutes(14));
    step(() -> placed("o5"));
    step(() -> reserved("o5"));
    clock.advance(Duration.ofMinutes(1));
    deliver();
  }

  private void step(Runnable raise) {
    raise.run();
    deliver();
  }

  /** Delivers everything that is due now. */
  protected void deliver() {
    run();
  }

  private List<Order> orders() {
    return domain.processes().list(ProcessFilter.of("checkout")).stream()
        .map(ProcessSummary::id)
        .sorted()
        .map(this::order)
        .toList();
  }

  private Order order(String id) {
    ProcessInstance found = domain.processes().find("checkout", id).orElseThrow();
    return new Order(
        id,
        found.status(),
        found.state(),
        sent().stream().filter(each -> each.contains("\"" + id + "\"")).toList(),
        found.transitions().stream().map(SameCommandsContract::text).toList(),
        found.timers().stream().map(ProcessTimer::name).toList(),
        compensations(id));
  }

  private static String text(ProcessTransition transition) {
    Map<String, Duration> timers =
        transition.timersSet().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, each -> Duration.between(transition.at(), each.getValue())));
    return "%s %s %s %s %s"
        .formatted(
            transition.messageType(),
            transition.status(),
            transition.sent().values(),
            timers,
            transition.timersCancelled());
  }

  private record Compensations(List<StoredCommand> commands) {}

  private List<String> compensations(String id) {
    String stored =
        jdbc.queryForObject(
            "select compensations from foliot_process where correlation = ?", String.class, id);
    return stored == null
        ? List.of()
        : json.read(stored, Compensations.class).commands().stream()
            .map(each -> each.type() + " " + each.payload())
            .toList();
  }
}
