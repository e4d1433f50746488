/** An application whose classes are inner classes. */
@NullMarked
package dev.foliot.autoconfigure.inner;

import org.jspecify.annotations.NullMarked;
