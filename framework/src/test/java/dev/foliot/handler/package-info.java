/** Tests of finding and calling handler methods, without Spring. */
@NullMarked
package dev.foliot.handler;

import org.jspecify.annotations.NullMarked;
