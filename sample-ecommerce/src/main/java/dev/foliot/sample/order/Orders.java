package dev.foliot.sample.order;

import org.springframework.data.jpa.repository.JpaRepository;

/** Spring Data as ever: what the orders raised is stored with them. */
interface Orders extends JpaRepository<Order, String> {

  default Order get(String orderId) {
    return findById(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
  }
}
