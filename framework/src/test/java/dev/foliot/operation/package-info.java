@NullMarked
package dev.foliot.operation;

import org.jspecify.annotations.NullMarked;
