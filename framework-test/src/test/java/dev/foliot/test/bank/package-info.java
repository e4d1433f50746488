/** A bank: an application that can be made wrong in many ways, for the tests of simulations. */
@NullUnmarked
package dev.foliot.test.bank;

import org.jspecify.annotations.NullUnmarked;
