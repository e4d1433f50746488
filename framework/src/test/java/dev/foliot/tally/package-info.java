@NullMarked
package dev.foliot.tally;

import org.jspecify.annotations.NullMarked;
