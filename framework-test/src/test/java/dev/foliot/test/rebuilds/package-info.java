/** An application with projections that can be rebuilt, and some that cannot. */
@NullMarked
package dev.foliot.test.rebuilds;

import org.jspecify.annotations.NullMarked;
