/**
 * The unit of work: one Spring transaction, in which aggregates are enlisted, their events are
 * gathered, and everything is written at the commit (R1 to R6). It owns the small interfaces that
 * it needs from other packages, so that dependencies go one way. Open {@code UnitOfWork} first.
 */
@NullMarked
package dev.foliot.unitofwork;

import org.jspecify.annotations.NullMarked;
