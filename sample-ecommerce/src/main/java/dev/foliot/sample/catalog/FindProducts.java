package dev.foliot.sample.catalog;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The whole catalogue, as a list of {@link ProductDetails}. */
@Query
public record FindProducts() implements Returns<List<ProductDetails>> {}
