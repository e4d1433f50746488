/** Runs that events and times start. */
@NullUnmarked
package dev.foliot.test.triggers;

import org.jspecify.annotations.NullUnmarked;
