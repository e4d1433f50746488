package dev.foliot.sample.fulfilment;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The orders that wait for a person, as a list of {@link Approval}. */
@Query
public record FindApprovals(int limit) implements Returns<List<Approval>> {}
