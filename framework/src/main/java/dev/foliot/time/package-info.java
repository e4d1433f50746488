/**
 * Time for injection: steppable clocks, instants with the precision of databases, and waiting.
 * Nothing else in Foliot reads a system clock or lets a thread sleep. Open {@link
 * dev.foliot.time.SteppableClock} first.
 */
@NullMarked
package dev.foliot.time;

import org.jspecify.annotations.NullMarked;
