/** Upcasters that are not beans. */
@NullMarked
package dev.foliot.autoconfigure.upcasting;

import org.jspecify.annotations.NullMarked;
