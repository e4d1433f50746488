package dev.foliot.test.shop;

import org.springframework.stereotype.Component;

/** May be closed for some time. */
@Component
class Warehouse {
  private int closedFor;

  void closeFor(int visits) {
    closedFor = visits;
  }

  void enter() {
    if (closedFor > 0) {
      closedFor--;
      throw new IllegalStateException("The warehouse is closed");
    }
  }
}
