/** An application whose workflows have flow control. */
@NullUnmarked
package dev.foliot.test.flow;

import org.jspecify.annotations.NullUnmarked;
