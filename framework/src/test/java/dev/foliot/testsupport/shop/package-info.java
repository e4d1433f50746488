/** A small domain for the framework's own tests. */
@NullMarked
package dev.foliot.testsupport.shop;

import org.jspecify.annotations.NullMarked;
