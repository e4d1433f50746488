/**
 * What runs wait for outside of themselves: callbacks, domain events and child runs. An entry of
 * the journal opens a wait; an answer is stored with it, and wakes the run, in one transaction.
 * Open {@link dev.foliot.workflow.wait.WaitTable} first, then {@link
 * dev.foliot.workflow.wait.MatchEvents}, which finds the events.
 */
@NullMarked
package dev.foliot.workflow.wait;

import org.jspecify.annotations.NullMarked;
