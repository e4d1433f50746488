package dev.foliot.sample.catalog;

import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

@CommandHandler
class CatalogCommandHandler {
  private final Products products;

  CatalogCommandHandler(Products products) {
    this.products = products;
  }

  @Handle
  String add(AddProduct command) {
    if (products.existsById(command.productId())) {
      throw new ProductExistsException(command.productId());
    }
    return products.save(Product.add(command.productId(), command.name(), command.price())).id();
  }
}
