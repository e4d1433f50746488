/**
 * Live reads of projections: the present rows, then each change, as a {@link
 * java.util.concurrent.Flow.Publisher}. Open {@link dev.foliot.live.LiveChanges} first; a
 * subscriber gets {@link dev.foliot.live.Change}s.
 */
@NullMarked
package dev.foliot.live;

import org.jspecify.annotations.NullMarked;
