package dev.foliot.sample.order;

import org.springframework.data.jpa.repository.JpaRepository;

/** A usual Spring Data repository. The events of the orders are stored with them. */
interface Orders extends JpaRepository<Order, String> {

  default Order get(String orderId) {
    return findById(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
  }
}
