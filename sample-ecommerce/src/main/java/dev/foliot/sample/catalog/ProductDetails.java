package dev.foliot.sample.catalog;

import java.math.BigDecimal;

/** A product to look at. */
public record ProductDetails(String productId, String name, BigDecimal price) {

  static ProductDetails of(Product product) {
    return new ProductDetails(product.id(), product.name(), product.price());
  }
}
