package dev.foliot.sample.catalog;

/** Thrown for a product that the shop does not sell. */
public class UnknownProductException extends RuntimeException {
  UnknownProductException(String productId) {
    super(
        "Product %s is not in the catalogue. Choose one of GET /api/products."
            .formatted(productId));
  }
}
