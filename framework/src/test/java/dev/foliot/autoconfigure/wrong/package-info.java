/** Messages and aggregates that cannot be. */
@NullMarked
package dev.foliot.autoconfigure.wrong;

import org.jspecify.annotations.NullMarked;
