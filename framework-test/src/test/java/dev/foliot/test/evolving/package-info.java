/** Messages for the tests of FoliotEvolution. */
@NullMarked
package dev.foliot.test.evolving;

import org.jspecify.annotations.NullMarked;
