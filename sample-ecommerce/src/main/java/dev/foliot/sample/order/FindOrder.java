package dev.foliot.sample.order;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;

/** One order as it is now, answered with {@link OrderDetails}. */
@Query
public record FindOrder(String orderId) implements Returns<OrderDetails> {}
