/**
 * The unit of work: one Spring transaction, in which aggregates are enlisted, what they raised is
 * gathered, and everything is written at the commit (R1 to R6). It owns the small interfaces that
 * it needs from others, so that nothing points back. Open {@code UnitOfWork} first.
 */
@NullMarked
package dev.foliot.unitofwork;

import org.jspecify.annotations.NullMarked;
