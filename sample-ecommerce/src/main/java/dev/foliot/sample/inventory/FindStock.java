package dev.foliot.sample.inventory;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The stock of every product, as a list of {@link StockLevel}. */
@Query
public record FindStock() implements Returns<List<StockLevel>> {}
