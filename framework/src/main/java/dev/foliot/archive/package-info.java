/**
 * Events of closed streams are moved to a table of their own, out of the way of the log's readers.
 * Open {@link dev.foliot.archive.Archive} first.
 */
@NullMarked
package dev.foliot.archive;

import org.jspecify.annotations.NullMarked;
