/** Classes whose annotation was forgotten. */
@NullMarked
package dev.foliot.autoconfigure.forgotten;

import org.jspecify.annotations.NullMarked;
