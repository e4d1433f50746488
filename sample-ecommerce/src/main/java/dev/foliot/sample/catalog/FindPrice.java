package dev.foliot.sample.catalog;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.math.BigDecimal;

/** The current price of one piece. */
@Query
public record FindPrice(String productId) implements Returns<BigDecimal> {}
