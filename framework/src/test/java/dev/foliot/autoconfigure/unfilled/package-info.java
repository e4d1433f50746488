/** A projection without a projector. */
@NullMarked
package dev.foliot.autoconfigure.unfilled;

import org.jspecify.annotations.NullMarked;
