/** An application whose names are too long to be stored. */
@NullMarked
package dev.foliot.autoconfigure.naming;

import org.jspecify.annotations.NullMarked;
