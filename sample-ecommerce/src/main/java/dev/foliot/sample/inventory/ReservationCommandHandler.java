package dev.foliot.sample.inventory;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.sample.order.MarkOrderReserved;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.RejectOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reserves all that an order needs, or nothing. The shelves and the answer to the order change in
 * the one transaction of the command, so half a reservation is never visible and needs no repair.
 */
@CommandHandler
class ReservationCommandHandler {
  private static final int NAMED = 4;

  private final AggregateRepository<Inventory> inventory;
  private final Domain domain;

  ReservationCommandHandler(AggregateRepository<Inventory> inventory, Domain domain) {
    this.inventory = inventory;
    this.domain = domain;
  }

  @Handle
  void reserve(ReserveStock command) {
    List<OrderLine> missing = command.lines().stream().filter(line -> !isAvailable(line)).toList();
    if (missing.isEmpty()) {
      command.lines().forEach(line -> reserve(command.orderId(), line));
      domain.process(new MarkOrderReserved(command.orderId()));
    } else {
      domain.process(new RejectOrder(command.orderId(), outOfStock(missing)));
    }
  }

  @Handle
  void release(ReleaseStock command) {
    for (OrderLine line : command.lines()) {
      inventory.get(line.productId()).release(command.orderId());
    }
  }

  private boolean isAvailable(OrderLine line) {
    return inventory
        .find(line.productId())
        .filter(stock -> stock.available() >= line.quantity())
        .isPresent();
  }

  private void reserve(String orderId, OrderLine line) {
    inventory.get(line.productId()).reserve(orderId, line.quantity());
  }

  /** Names only some products, because the column of the dashboard is short. */
  private static String outOfStock(List<OrderLine> missing) {
    int others = missing.size() - NAMED;
    return missing.stream()
        .limit(NAMED)
        .map(OrderLine::productId)
        .collect(
            Collectors.joining(
                ", ", "out of stock: ", others > 0 ? " and %s more".formatted(others) : ""));
  }
}
