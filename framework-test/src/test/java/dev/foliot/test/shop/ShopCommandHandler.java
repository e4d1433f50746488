package dev.foliot.test.shop;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.ShipOrder;
import dev.foliot.test.shop.Shop.Shout;

@CommandHandler
class ShopCommandHandler {
  private final Orders orders;
  private final AggregateRepository<Inventory> inventory;
  private final AggregateRepository<Voice> voices;

  ShopCommandHandler(
      Orders orders, AggregateRepository<Inventory> inventory, AggregateRepository<Voice> voices) {
    this.orders = orders;
    this.inventory = inventory;
    this.voices = voices;
  }

  @Handle
  String place(PlaceOrder command) {
    Order order = Order.draft(command.orderId(), command.productId(), command.quantity());
    order.place();
    orders.save(order);
    return order.id();
  }

  @Handle
  void receive(ReceiveStock command) {
    inventory.save(Inventory.receive(command.productId(), command.quantity()));
  }

  @Handle
  void ship(ShipOrder command) {
    orders.findById(command.orderId()).orElseThrow().ship();
  }

  @Handle
  void shout(Shout command) {
    voices.save(Voice.shout(command.text(), command.echoes()));
  }
}
