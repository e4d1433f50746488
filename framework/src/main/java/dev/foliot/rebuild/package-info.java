/**
 * Rebuilds: a projection is filled again beside its live rows, and both are exchanged in one
 * transaction. {@link dev.foliot.rebuild.ShadowTables} creates the empty copies of its tables.
 */
@NullMarked
package dev.foliot.rebuild;

import org.jspecify.annotations.NullMarked;
