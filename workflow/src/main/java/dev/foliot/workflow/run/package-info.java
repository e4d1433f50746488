/**
 * The runs of workflows in the database, and the engine's part of them: starts, claims, wake-ups,
 * callbacks, child runs and cancellation. Every node claims runs that are due, and invokes their
 * code; a fencing token keeps a node that lost a run from writing into its journal. Open {@code
 * AdvanceRun} first.
 */
@NullMarked
package dev.foliot.workflow.run;

import org.jspecify.annotations.NullMarked;
