/** The same application without Foliot, to see what Foliot adds to its start. */
@NullMarked
package dev.foliot.benchmarks.plain;

import org.jspecify.annotations.NullMarked;
