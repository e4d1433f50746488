package dev.foliot.sample.catalog;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.data.domain.Sort;

@QueryHandler
class CatalogQueryHandler {
  private final Products products;

  CatalogQueryHandler(Products products) {
    this.products = products;
  }

  @Handle
  List<ProductDetails> all(FindProducts query) {
    return products.findAll(Sort.by("productId")).stream().map(ProductDetails::of).toList();
  }

  @Handle
  BigDecimal price(FindPrice query) {
    return products
        .findById(query.productId())
        .orElseThrow(() -> new UnknownProductException(query.productId()))
        .price();
  }
}
