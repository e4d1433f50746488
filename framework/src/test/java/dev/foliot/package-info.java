/** Tests of the front door, and of the shape of the whole. */
@NullMarked
package dev.foliot;

import org.jspecify.annotations.NullMarked;
