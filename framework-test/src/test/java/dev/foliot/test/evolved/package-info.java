/** Messages whose parts have several forms, for the tests of FoliotEvolution. */
@NullMarked
package dev.foliot.test.evolved;

import org.jspecify.annotations.NullMarked;
