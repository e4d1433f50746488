/** An application with workflows, whose code each test gives. */
@NullUnmarked
package dev.foliot.test.workflows;

import org.jspecify.annotations.NullUnmarked;
