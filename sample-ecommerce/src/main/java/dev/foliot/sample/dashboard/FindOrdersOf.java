package dev.foliot.sample.dashboard;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** A customer's orders, newest first, as a list of {@link OrderDashboard}. */
@Query
public record FindOrdersOf(String customerId) implements Returns<List<OrderDashboard>> {}
