package dev.foliot.sample.inventory;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Sort;

@QueryHandler
class StockQueryHandler {
  private final StockLevels levels;

  StockQueryHandler(StockLevels levels) {
    this.levels = levels;
  }

  @Handle
  List<StockLevel> all(FindStock query) {
    return levels.findAll(Sort.by("productId"));
  }
}
