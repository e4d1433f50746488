@NullMarked
package dev.foliot.projection.tally;

import org.jspecify.annotations.NullMarked;
