/** An application whose only aggregate is a decider. */
@NullMarked
package dev.foliot.autoconfigure.deciding;

import org.jspecify.annotations.NullMarked;
