/**
 * Runs the code of a workflow against its journal. Operations that have ended return their stored
 * outcomes, and others run and are recorded. When no branch can continue, the code is suspended.
 * The code runs on cooperative branches: one at a time, handing over only inside calls of the
 * context. Open {@link dev.foliot.workflow.replay.Invocation} first.
 */
@NullMarked
package dev.foliot.workflow.replay;

import org.jspecify.annotations.NullMarked;
