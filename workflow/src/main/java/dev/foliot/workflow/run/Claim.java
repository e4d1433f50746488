package dev.foliot.workflow.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The runs that a node looks for.
 *
 * @param node its name
 * @param leaseTime an SQL expression for the instant by which leases end
 * @param now the present instant of the application
 * @param inHand the ids of the runs that it executes
 * @param known the workflows that it has code of
 */
record Claim(
    String node,
    String leaseTime,
    Instant now,
    List<String> inHand,
    Collection<WorkflowDefinition> known) {}
