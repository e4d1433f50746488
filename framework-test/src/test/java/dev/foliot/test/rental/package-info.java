/** An application whose process manager waits for a deposit. */
@NullMarked
package dev.foliot.test.rental;

import org.jspecify.annotations.NullMarked;
