@NullMarked
package dev.foliot.autoconfigure.office;

import org.jspecify.annotations.NullMarked;
