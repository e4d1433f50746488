@NullMarked
package dev.foliot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
