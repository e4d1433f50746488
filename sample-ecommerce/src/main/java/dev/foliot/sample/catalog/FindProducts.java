package dev.foliot.sample.catalog;

import dev.foliot.query.Query;

/** The whole catalogue, as a list of {@link ProductDetails}. */
@Query
public record FindProducts() {}
