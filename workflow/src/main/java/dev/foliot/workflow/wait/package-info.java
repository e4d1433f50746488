/**
 * Waits for domain events. An entry of the journal opens a wait. The first matching event completes
 * it and wakes the run, in one transaction. Open {@link dev.foliot.workflow.wait.MatchEvents}
 * first.
 */
@NullMarked
package dev.foliot.workflow.wait;

import org.jspecify.annotations.NullMarked;
