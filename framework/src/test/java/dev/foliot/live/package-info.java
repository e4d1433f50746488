@NullMarked
package dev.foliot.live;

import org.jspecify.annotations.NullMarked;
