package dev.foliot.test.shop;

import dev.foliot.handler.Handle;
import dev.foliot.outbox.Subscriber;
import dev.foliot.test.shop.Shop.OrderShipped;
import java.util.ArrayList;
import java.util.List;

@Subscriber(value = "shipments", name = "customer-mail")
class CustomerMail {
  private final List<String> sent = new ArrayList<>();

  @Handle
  void on(OrderShipped event) {
    sent.add(event.orderId());
  }

  List<String> sent() {
    return sent;
  }
}
