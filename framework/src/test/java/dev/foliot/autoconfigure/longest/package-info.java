/** An application whose names are as long as they can be stored. */
@NullMarked
package dev.foliot.autoconfigure.longest;

import org.jspecify.annotations.NullMarked;
