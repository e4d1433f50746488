/**
 * Consistency: reads that see an earlier write. A {@link dev.foliot.consistency.ConsistencyToken}
 * names the events of some commits; a read after it waits until the projections have handled them.
 * Open {@link dev.foliot.consistency.AwaitProjections} first.
 */
@NullMarked
package dev.foliot.consistency;

import org.jspecify.annotations.NullMarked;
