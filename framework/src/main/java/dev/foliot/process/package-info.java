/**
 * Process managers: long-running processes that listen to events, send commands and set timers. The
 * state of an instance is one row. Open {@code ProcessManager} first.
 */
@NullMarked
package dev.foliot.process;

import org.jspecify.annotations.NullMarked;
