@NullMarked
package dev.foliot.consistency;

import org.jspecify.annotations.NullMarked;
