/**
 * Events of closed streams are moved to a separate table, so that readers of the log do not meet
 * them. Open {@link dev.foliot.archive.Archive} first.
 */
@NullMarked
package dev.foliot.archive;

import org.jspecify.annotations.NullMarked;
