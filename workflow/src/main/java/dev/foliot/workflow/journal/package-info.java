/**
 * The journal of a run: its operations, in the order in which they were started and ended. Rows are
 * only added. The history of a run is made from them. Open {@link
 * dev.foliot.workflow.journal.JournalEntry} first.
 */
@NullMarked
package dev.foliot.workflow.journal;

import org.jspecify.annotations.NullMarked;
