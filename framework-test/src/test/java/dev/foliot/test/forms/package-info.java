/** A diary: an application with each form that a handler of events can have. */
@NullUnmarked
package dev.foliot.test.forms;

import org.jspecify.annotations.NullUnmarked;
