/** Tests of the entry points, and of the shape of the whole. */
@NullMarked
package dev.foliot;

import org.jspecify.annotations.NullMarked;
