/** An application whose workflows wait for domain events. */
@NullMarked
package dev.foliot.test.waits;

import org.jspecify.annotations.NullMarked;
