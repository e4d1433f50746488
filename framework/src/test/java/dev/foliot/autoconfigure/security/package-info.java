@NullMarked
package dev.foliot.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
