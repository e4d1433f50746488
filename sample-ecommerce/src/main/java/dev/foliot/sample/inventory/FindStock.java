package dev.foliot.sample.inventory;

import dev.foliot.query.Query;

/** The stock of every product, as a list of {@link StockLevel}. */
@Query
public record FindStock() {}
