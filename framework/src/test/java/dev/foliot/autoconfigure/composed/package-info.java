/** An application whose annotations stand in interfaces, superclasses and other annotations. */
@NullMarked
package dev.foliot.autoconfigure.composed;

import org.jspecify.annotations.NullMarked;
