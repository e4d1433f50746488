package dev.foliot.sample.inventory;

/** More was wanted than is there. */
public class OutOfStockException extends RuntimeException {
  OutOfStockException(String productId, int wanted, int available) {
    super(
        "Product %s is out of stock: %s wanted, %s available. Receive stock, or order less."
            .formatted(productId, wanted, available));
  }
}
