package dev.foliot.sample.dashboard;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The orders in each status, as a list of {@link StatusCount}. */
@Query
public record CountOrders() implements Returns<List<StatusCount>> {}
