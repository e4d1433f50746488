/** Messages for the tests of FoliotEvolution. */
@NullMarked
package dev.foliot.test.refused;

import org.jspecify.annotations.NullMarked;
