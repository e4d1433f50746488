package dev.foliot.sample.inventory;

import dev.foliot.handler.On;
import dev.foliot.projection.Projector;
import dev.foliot.sample.catalog.ProductAdded;

/** Fills one row per product, from events of the catalogue and the inventory. */
@Projector(value = StockLevel.class, sequencedBy = "productId")
class StockLevelProjector {
  private final StockLevels levels;

  StockLevelProjector(StockLevels levels) {
    this.levels = levels;
  }

  @On
  void added(ProductAdded event) {
    level(event.productId()).offer(event.name(), event.price());
  }

  @On
  void received(StockReceived event) {
    level(event.productId()).change(event.quantity(), 0);
  }

  @On
  void writtenOff(StockWrittenOff event) {
    level(event.productId()).change(-event.quantity(), 0);
  }

  @On
  void reserved(StockReserved event) {
    level(event.productId()).change(-event.quantity(), event.quantity());
  }

  @On
  void released(StockReleased event) {
    level(event.productId()).change(event.quantity(), -event.quantity());
  }

  @On
  void shipped(StockShipped event) {
    level(event.productId()).change(0, -event.quantity());
  }

  private StockLevel level(String productId) {
    return levels.findById(productId).orElseGet(() -> levels.save(new StockLevel(productId)));
  }
}
