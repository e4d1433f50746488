/**
 * The runs of workflows in the database, and their execution by the engine: starts, claims,
 * wake-ups, callbacks, child runs and cancellation. Every node claims due runs and invokes their
 * code. A fencing token prevents a node that has lost a run from writing into its journal. Open
 * {@code AdvanceRun} first.
 */
@NullMarked
package dev.foliot.workflow.run;

import org.jspecify.annotations.NullMarked;
