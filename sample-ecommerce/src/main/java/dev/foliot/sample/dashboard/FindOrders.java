package dev.foliot.sample.dashboard;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The latest orders, newest first, as a list of {@link OrderDashboard}. */
@Query
public record FindOrders(int limit) implements Returns<List<OrderDashboard>> {}
