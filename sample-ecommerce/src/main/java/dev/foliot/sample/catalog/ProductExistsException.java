package dev.foliot.sample.catalog;

/** A product id stands for one product for ever. */
public class ProductExistsException extends RuntimeException {
  ProductExistsException(String productId) {
    super(
        "Product %s is in the catalogue already. Give another product another id."
            .formatted(productId));
  }
}
