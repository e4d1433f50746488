package dev.foliot.benchmarks.checkout;

import dev.foliot.benchmarks.checkout.CheckoutEvent.Paid;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Placed;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Reserved;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Shipped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The row of a checkout by hand.
 *
 * @param orderId the key
 * @param cents to be paid
 * @param status the last step
 */
record CheckoutRow(String orderId, long cents, String status) {

  private CheckoutRow with(String next) {
    return new CheckoutRow(orderId, cents, next);
  }

  private void require(String expected) {
    if (!status.equals(expected)) {
      throw new IllegalStateException(
          "Order %s is %s, expected %s".formatted(orderId, status, expected));
    }
  }

  /**
   * What some events change. Its lists are written, each by one statement.
   *
   * @param locked the rows of the checkouts that have begun before
   * @param started new rows
   * @param changed rows that have another status
   * @param sent commands
   * @param set timers
   * @param cancelled the orders whose timers are cancelled
   */
  record Changes(
      Map<String, CheckoutRow> locked,
      Map<String, CheckoutRow> started,
      Map<String, CheckoutRow> changed,
      List<ReserveStock> sent,
      Map<PaymentTimedOut, OffsetDateTime> set,
      List<String> cancelled) {

    static Changes of(Map<String, CheckoutRow> locked, List<CheckoutEvent> events) {
      Changes changes =
          new Changes(
              locked,
              new HashMap<>(),
              new HashMap<>(),
              new ArrayList<>(),
              new HashMap<>(),
              new ArrayList<>());
      events.forEach(changes::apply);
      return changes;
    }

    private void apply(CheckoutEvent event) {
      String order = event.orderId();
      if (event instanceof Placed placed) {
        started.put(order, new CheckoutRow(order, placed.cents(), "placed"));
        sent.add(new ReserveStock(order));
      } else if (event instanceof Reserved) {
        advance(order, "placed", "reserved");
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        set.put(new PaymentTimedOut(order), now.plus(Checkout.TIME_TO_PAY));
      } else if (event instanceof Paid) {
        advance(order, "reserved", "paid");
        cancel(order);
      } else if (event instanceof Shipped) {
        advance(order, "paid", "ended");
      }
    }

    private void advance(String order, String from, String to) {
      Map<String, CheckoutRow> rows = started.containsKey(order) ? started : changed;
      CheckoutRow row = rows.getOrDefault(order, locked.get(order));
      if (row == null) {
        throw new IllegalStateException("Order %s was not placed".formatted(order));
      }
      row.require(from);
      rows.put(order, row.with(to));
    }

    /** A timer that was set just now is not stored yet. */
    private void cancel(String order) {
      if (set.remove(new PaymentTimedOut(order)) == null) {
        cancelled.add(order);
      }
    }
  }
}
