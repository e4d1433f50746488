package dev.foliot.test.shop;

class OutOfStockException extends RuntimeException {
  private final int available;

  OutOfStockException(String productId, int available) {
    super("Only %d of %s left".formatted(available, productId));
    this.available = available;
  }

  int available() {
    return available;
  }
}
