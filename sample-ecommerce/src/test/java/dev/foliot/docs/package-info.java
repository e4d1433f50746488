/** The code that the guide shows, and the test that holds page and code together. */
@NullMarked
package dev.foliot.docs;

import org.jspecify.annotations.NullMarked;
