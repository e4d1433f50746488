/** Aggregates whose annotation is on the class above them. */
@NullMarked
package dev.foliot.autoconfigure.inheriting;

import org.jspecify.annotations.NullMarked;
